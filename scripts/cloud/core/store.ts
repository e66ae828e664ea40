import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";

type Table = Map<string, unknown>;
type Row = [collection: string, key: string, value?: unknown];

/** One kind of entity, by key. Values are plain JSON and are replaced, never changed in place. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): T;
  /** Replaces what `change` returns for an existing entity; undefined when there is none. */
  update(key: string, change: (value: T) => T): T | undefined;
  delete(key: string): boolean;
  values(): T[];
  entries(): [string, T][];
}

/**
 * Everything the local cloud knows. With a file, every change is one appended line before the request that made it is
 * answered, so the world outlives `kill -9` of the process that hosts it; opening the file compacts it.
 */
export class Store {
  private readonly tables = new Map<string, Table>();
  private readonly log: number | undefined;

  /** @throws LabError `state-unreadable` when a line other than a torn last one is not JSON. */
  constructor(readonly file?: string) {
    if (file === undefined) return;
    mkdirSync(path.dirname(file), { recursive: true });
    if (existsSync(file)) this.replay(readFileSync(file, "utf8"));
    const compact = `${file}.tmp`;
    writeFileSync(
      compact,
      this.rows()
        .map((row) => JSON.stringify(row) + "\n")
        .join(""),
      { mode: 0o600 },
    );
    renameSync(compact, file);
    this.log = openSync(file, "a", 0o600);
  }

  /** `collection` names are shared by the whole world: prefix them with the service. */
  collection<T>(name: string): Collection<T> {
    const table = this.table(name);
    const put = (key: string, value: T): T => {
      table.set(key, value);
      this.append([name, key, value]);
      return value;
    };
    return {
      get: (key) => table.get(key) as T | undefined,
      put,
      update: (key, change) => (table.has(key) ? put(key, change(table.get(key) as T)) : undefined),
      delete: (key) => {
        if (!table.delete(key)) return false;
        this.append([name, key]);
        return true;
      },
      values: () => [...table.values()] as T[],
      entries: () => [...table.entries()] as [string, T][],
    };
  }

  close(): void {
    if (this.log !== undefined) closeSync(this.log);
  }

  private table(name: string): Table {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Map<string, unknown>()));
    return table;
  }

  private rows(): Row[] {
    return [...this.tables].flatMap(([name, table]) => [...table].map(([key, value]): Row => [name, key, value]));
  }

  private append(row: Row): void {
    if (this.log !== undefined) writeSync(this.log, JSON.stringify(row) + "\n");
  }

  private replay(text: string): void {
    const lines = text.split("\n");
    lines.forEach((line, i) => {
      if (line === "") return;
      try {
        const [name, key, value] = JSON.parse(line) as Row;
        if (value === undefined) this.table(name).delete(key);
        else this.table(name).set(key, value);
      } catch (cause) {
        // Only the last line can be torn by a kill in the middle of a write.
        if (i < lines.length - 1)
          throw new LabError("state-unreadable", `line ${i + 1} of the local cloud's world is damaged`, {
            where: this.file,
            cure: "remove the .lab folder: it holds nothing but rehearsals",
            cause,
          });
      }
    });
  }
}
