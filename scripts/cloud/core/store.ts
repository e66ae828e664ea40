import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { replaceFileSync } from "../../base/atomic-file";

type Row = [collection: string, key: string, value?: unknown];
type Watcher = (key: string, before: unknown, after: unknown) => void;
type Indexer = (value: unknown, key: string) => string | undefined;
interface Table {
  rows: Map<string, unknown>;
  watchers: Watcher[];
}

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
  private log: number | undefined;

  /**
   * @throws LabError `state-unreadable` when a line other than a torn last one is not JSON, `state-unwritable` when the
   * file cannot be written.
   */
  constructor(readonly file?: string) {
    if (file === undefined) return;
    if (existsSync(file)) this.replay(readFileSync(file, "utf8"));
    this.log = this.writing(() => {
      mkdirSync(path.dirname(file), { recursive: true });
      replaceFileSync(file, this.lines());
      return openSync(file, "a", 0o600);
    });
  }

  /** `name` is shared by the whole world: prefix it with the service. */
  collection<T>(name: string): Collection<T> {
    const table = this.table(name);
    const put = (key: string, value: T): T => {
      this.append([name, key, value]);
      set(table, key, value);
      return value;
    };
    return {
      get: (key) => table.rows.get(key) as T | undefined,
      put,
      update: (key, change) =>
        table.rows.has(key) ? put(key, change(table.rows.get(key) as T)) : undefined,
      delete: (key) => {
        if (!table.rows.has(key)) return false;
        this.append([name, key]);
        set(table, key, undefined);
        return true;
      },
      values: () => [...table.rows.values()] as T[],
      entries: () => [...table.rows.entries()] as [string, T][],
    };
  }

  /**
   * A look-up of a collection's values by something else than their key, kept up to date with every change: make it once
   * and ask often. Values for which `of` is undefined are left out.
   */
  index<T>(
    name: string,
    of: (value: T, key: string) => string | undefined,
  ): (wanted: string) => T[] {
    return index(this.table(name), of as Indexer) as (wanted: string) => T[];
  }

  /** Ends the log. The store can still be read, but a change would be lost, so it is refused. */
  close(): void {
    if (this.log !== undefined) closeSync(this.log);
    this.log = this.file === undefined ? undefined : CLOSED;
  }

  private table(name: string): Table {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = { rows: new Map<string, unknown>(), watchers: [] }));
    return table;
  }

  private lines(): string {
    const rows = [...this.tables].flatMap(([name, { rows }]) =>
      [...rows].map(([k, v]): Row => [name, k, v]),
    );
    return rows.map((row) => JSON.stringify(row) + "\n").join("");
  }

  /** Written before it is known in memory: what was answered is never lost. */
  private append(row: Row): void {
    const log = this.log;
    if (log !== undefined) this.writing(() => writeSync(log, JSON.stringify(row) + "\n"));
  }

  private writing<T>(write: () => T): T {
    try {
      return write();
    } catch (cause) {
      throw new LabError("state-unwritable", "the local cloud's world could not be written", {
        where: this.file,
        cure: "free some disk space or make the folder writable, then start again: nothing that was saved is lost",
        cause,
      });
    }
  }

  private replay(text: string): void {
    const lines = text.split("\n");
    lines.forEach((line, i) => {
      if (line === "") return;
      try {
        const [name, key, value] = JSON.parse(line) as Row;
        set(this.table(name), key, value);
      } catch (cause) {
        // Only the last line can be torn by a kill in the middle of a write.
        if (i < lines.length - 1)
          throw new LabError(
            "state-unreadable",
            `line ${i + 1} of the local cloud's world is damaged`,
            {
              where: this.file,
              cure: "remove the .lab folder: it holds nothing but rehearsals",
              cause,
            },
          );
      }
    });
  }
}

/** No file descriptor: writing to it fails. */
const CLOSED = -1;

/** The one place where a table changes; undefined deletes. */
function set(table: Table, key: string, value: unknown): void {
  const before = table.rows.get(key);
  if (value === undefined) table.rows.delete(key);
  else table.rows.set(key, value);
  for (const watcher of table.watchers) watcher(key, before, value);
}

function index(table: Table, of: Indexer): (wanted: string) => unknown[] {
  const groups = new Map<string, Map<string, unknown>>();
  const watch: Watcher = (key, before, after) => {
    const [old, now] = [before, after].map((value) =>
      value === undefined ? undefined : of(value, key),
    );
    if (old !== undefined) {
      const group = groups.get(old);
      group?.delete(key);
      if (group?.size === 0) groups.delete(old);
    }
    if (now === undefined) return;
    const group = groups.get(now) ?? new Map<string, unknown>();
    groups.set(now, group.set(key, after));
  };
  for (const [key, value] of table.rows) watch(key, undefined, value);
  table.watchers.push(watch);
  return (wanted) => [...(groups.get(wanted)?.values() ?? [])];
}
