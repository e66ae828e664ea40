import { closeSync, existsSync, mkdirSync, writeSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { LabError } from "../../../infra/errors";
import { openToAppend, replaceFileSync } from "../../base/atomic-file";
import { linesOf } from "../../base/lines";
import { OTHER_VERSION_CURE, otherVersion } from "../../base/schema";
import { parseStrictJson } from "../../base/strict-json";
import { SharedTexts } from "./shared-texts";

/**
 * The version of the file, raised when the rows of a collection change their form. It is itself a row,
 * so that versions before it read the file too; a file without one is of this version.
 */
const SCHEMA = "rai-lab/world/1";
const SCHEMA_ROW = ["world", "file"] as const;

type Row = [collection: string, key: string, value?: unknown];
const rowSchema = z.tuple([z.string(), z.string(), z.unknown().optional()]);
/** One row, or the rows that were changed together. */
const lineSchema = z.union([rowSchema.transform((row): Row[] => [row]), z.array(rowSchema)]);
/** Called after each change of a table; undefined means that there is no such row. */
type ChangeListener = (key: string, before: unknown, after: unknown) => void;
type IndexKeyOf = (value: unknown, key: string) => string | undefined;
interface Table {
  rows: Map<string, unknown>;
  listeners: ChangeListener[];
}

/** The entities of one kind, by key. Values are plain JSON; they are replaced, never mutated. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): T;
  /** Replaces an existing entity by what `change` returns; undefined when there is none. */
  update(key: string, change: (value: T) => T): T | undefined;
  /** False when there was no such entity. */
  delete(key: string): boolean;
  values(): T[];
  entries(): [string, T][];
}

/**
 * The state of the local cloud. With a file, each change is appended to it as one line before the
 * request is answered, so the world survives a `kill -9`. Opening the file compacts it.
 */
export class Store {
  private readonly tables = new Map<string, Table>();
  private readonly texts = new SharedTexts();
  private log: number | undefined;
  /** Rows of a change in several tables, which are written as one line. */
  private unwritten: Row[] | undefined;

  /**
   * @throws LabError `state-unreadable` when a line is not JSON (except an incomplete last one), and
   * when another version wrote the file, which then stays as it is
   * @throws LabError `state-unwritable` when the file cannot be written
   */
  constructor(readonly file?: string) {
    if (file === undefined) return;
    const [world, own] = SCHEMA_ROW;
    set(this.table(world), own, { schema: SCHEMA });
    if (existsSync(file)) this.replay(file);
    this.refuseOtherVersion(this.table(world).rows.get(own));
    this.log = this.tryToWrite(() => {
      mkdirSync(path.dirname(file), { recursive: true });
      replaceFileSync(file, this.lines());
      return openToAppend(file);
    });
  }

  /** All services share the names of collections: begin a name with the service's. */
  collection<T>(name: string): Collection<T> {
    const table = this.table(name);
    const put = (key: string, given: T): T => {
      const value = this.texts.share(given);
      this.append([name, key, value]);
      set(table, key, value);
      return value;
    };
    return {
      get: (key) => table.rows.get(key) as T | undefined,
      put,
      update: (key, change) => {
        if (!table.rows.has(key)) return undefined;
        return put(key, change(table.rows.get(key) as T));
      },
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
   * A look-up of a collection's values by another key than their own, kept up to date with every
   * change. A value whose `keyOf` is undefined is left out.
   */
  index<T>(
    name: string,
    keyOf: (value: T, key: string) => string | undefined,
  ): (indexKey: string) => T[] {
    const entriesOf = this.entriesIndex(name, keyOf);
    return (indexKey) => entriesOf(indexKey).map(([, value]) => value);
  }

  /** As `index`, with the key of each value. */
  entriesIndex<T>(
    name: string,
    keyOf: (value: T, key: string) => string | undefined,
  ): (indexKey: string) => [string, T][] {
    return createIndex(this.table(name), keyOf as IndexKeyOf) as (k: string) => [string, T][];
  }

  /**
   * Makes all changes of `work` until it returns in one line, so that a `kill -9` leaves all of them
   * or none. A service never keeps half of a request, such as a notebook without the permissions of
   * its creator.
   */
  atomically<T>(work: () => T): T {
    if (this.unwritten) return work();
    this.unwritten = [];
    try {
      return work();
    } finally {
      const rows = this.unwritten;
      this.unwritten = undefined;
      this.write(rows);
    }
  }

  /** Writes what the work of `atomically` has changed so far: an answer is about to tell of it. */
  commit(): void {
    if (!this.unwritten) return;
    const rows = this.unwritten;
    this.unwritten = [];
    this.write(rows);
  }

  /** Replaces what matches in the text of every row, in one write. */
  replaceText(pattern: RegExp, by: string): void {
    this.atomically(() => {
      for (const [name, table] of this.tables)
        for (const [key, value] of table.rows) {
          const text = JSON.stringify(value);
          const changed = text.replace(pattern, by);
          if (changed !== text) this.collection(name).put(key, JSON.parse(changed));
        }
    });
  }

  /** Closes the file. The store can still be read; a change would be lost, so it is refused. */
  close(): void {
    if (this.log === undefined) return;
    closeSync(this.log);
    this.log = CLOSED;
  }

  private table(name: string): Table {
    const known = this.tables.get(name);
    if (known) return known;
    const table: Table = { rows: new Map(), listeners: [] };
    this.tables.set(name, table);
    return table;
  }

  private lines(): string {
    const rows = [...this.tables].flatMap(([name, { rows }]) =>
      [...rows].map(([k, v]): Row => [name, k, v]),
    );
    return rows.map((row) => JSON.stringify(row) + "\n").join("");
  }

  /** Called before the change in memory, so that an answered change is never lost. */
  private append(row: Row): void {
    if (this.unwritten) this.unwritten.push(row);
    else this.write([row]);
  }

  private write(rows: Row[]): void {
    const log = this.log;
    if (log === undefined || rows.length === 0) return;
    const line = JSON.stringify(rows.length === 1 ? rows[0] : rows) + "\n";
    this.tryToWrite(() => writeSync(log, line));
  }

  private tryToWrite<T>(write: () => T): T {
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

  private refuseOtherVersion(header: unknown): void {
    const reason = otherVersion(header, SCHEMA);
    if (reason === undefined) return;
    throw new LabError("state-unreadable", `the local cloud's world cannot be read: ${reason}`, {
      where: this.file,
      cure: `${OTHER_VERSION_CURE}; or begin another world: give RAI_LAB_HOME another folder`,
    });
  }

  private replay(file: string): void {
    for (const { number, text, isComplete } of linesOf(file)) {
      if (text === "") continue;
      try {
        const rows = lineSchema.parse(parseStrictJson(text ?? ""));
        for (const [name, key, value] of rows) set(this.table(name), key, this.texts.share(value));
      } catch (cause) {
        // A kill in the middle of a write leaves an incomplete last line, and only there.
        if (!isComplete) return;
        throw new LabError(
          "state-unreadable",
          `line ${number} of the local cloud's world is damaged`,
          {
            where: this.file,
            cure: "undo the change to that line, or delete the line: it holds one entry of the world. Then run npx lab recover for your stacks",
            cause,
          },
        );
      }
    }
  }
}

/** No file descriptor: writing to it fails. */
const CLOSED = -1;

/** Every change of a table goes through here; undefined deletes the row. */
function set(table: Table, key: string, value: unknown): void {
  const before = table.rows.get(key);
  if (value === undefined) table.rows.delete(key);
  else table.rows.set(key, value);
  for (const listener of table.listeners) listener(key, before, value);
}

/** Most groups have a few rows, and a map for each would take more memory than they do. */
function createIndex(table: Table, keyOf: IndexKeyOf): (indexKey: string) => [string, unknown][] {
  const groups = new Map<string, string[]>();
  const remove = (key: string, indexKey: string): void => {
    const left = (groups.get(indexKey) ?? []).filter((other) => other !== key);
    if (left.length > 0) groups.set(indexKey, left);
    else groups.delete(indexKey);
  };
  const add = (key: string, indexKey: string): void => {
    const group = groups.get(indexKey);
    if (group) group.push(key);
    else groups.set(indexKey, [key]);
  };
  const indexKeyOf = (key: string, value: unknown): string | undefined =>
    value === undefined ? undefined : keyOf(value, key);
  const follow: ChangeListener = (key, before, after) => {
    const [from, to] = [indexKeyOf(key, before), indexKeyOf(key, after)];
    if (from === to) return;
    if (from !== undefined) remove(key, from);
    if (to !== undefined) add(key, to);
  };
  for (const [key, value] of table.rows) follow(key, undefined, value);
  table.listeners.push(follow);
  return (indexKey) => (groups.get(indexKey) ?? []).map((key) => [key, table.rows.get(key)]);
}
