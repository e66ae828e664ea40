import { readFileSync } from "node:fs";
import type { World } from "../../../scripts/cloud/core/world";

/** Time and sign-in go on: only what the services hold is restored. */
const KEPT = /^(clock|tokens|tls|control|backend|catalogue|hosts\/moved)/;

type Rows = Map<string, Map<string, unknown>>;

/** Reads what a world with a file holds now. @returns restores it */
export function snapshotOf({ store, hosts }: Pick<World, "store" | "hosts">): () => Promise<void> {
  const before = rowsIn(store.file!);
  return async () => {
    const after = rowsIn(store.file!);
    store.atomically(() => {
      for (const [name, rows] of after)
        for (const key of rows.keys())
          if (!before.get(name)?.has(key)) store.collection(name).delete(key);
      for (const [name, rows] of before)
        for (const [key, value] of rows) store.collection(name).put(key, value);
    });
    const remembered = store.collection<{ kind: string; key: string }>("hosts").values();
    for (const { kind, key } of remembered) await hosts.open(kind, key);
  };
}

/** The rows of a world that hold one of these texts, as they are in its file, sorted. */
export function rowsWith({ store }: Pick<World, "store">, texts: readonly string[]): string[] {
  const rows = [...rowsIn(store.file!)].flatMap(([name, table]) =>
    [...table].map(([key, value]) => JSON.stringify([name, key, value])),
  );
  return rows.filter((row) => texts.some((text) => row.includes(text))).sort();
}

type Row = [name: string, key: string, value?: unknown];

/** The rows that the lines of a world's file leave; rows that were changed together share a line. */
function rowsIn(file: string): Rows {
  const tables: Rows = new Map();
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const changes = lines.flatMap((line) => {
    const parsed = JSON.parse(line) as Row | Row[];
    return typeof parsed[0] === "string" ? [parsed as Row] : (parsed as Row[]);
  });
  for (const [name, key, value] of changes.filter(([name]) => !KEPT.test(name))) {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
  }
  return tables;
}
