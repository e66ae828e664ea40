/**
 * A picture of a local cloud's world, read from its log alone: neither the state of a stack nor the
 * cloud's code has a part in it.
 */
import { readFileSync } from "node:fs";
import { isJsonObject, type JsonObject } from "../infra/json-object";

/** The rows of every table by key, as the log's lines leave them. */
export type Tables = Map<string, Map<string, unknown>>;

/** One change of a table; without a value it deletes the row. */
export type Row = [table: string, key: string, value?: unknown];

/** Replays a log. */
export function readTables(file: string): Tables {
  const tables: Tables = new Map();
  for (const [name, key, value] of readRows(file)) {
    const table = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, table);
    if (value === undefined) table.delete(key);
    else table.set(key, value);
  }
  return tables;
}

/** All changes in a log, in their order. An incomplete last line was never answered for. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, i) => (line === "" ? [] : rowsOf(line, i === lines.length - 1)));
}

/** The changes of a line: one, or several that were made together. */
function rowsOf(line: string, isLast: boolean): Row[] {
  try {
    const parsed = JSON.parse(line) as Row | Row[];
    return typeof parsed[0] === "string" ? [parsed as Row] : (parsed as Row[]);
  } catch (error) {
    if (isLast) return [];
    throw error;
  }
}

/** Tables that say how the world works, or what happened in it, and not what is in it. */
const NOT_THINGS = [
  "backend",
  "clock",
  "control",
  "cognitiveservices/everDeployed",
  "databricks/events",
  "insights/activities",
  "databricks/open",
  "operations",
  "tls",
  "tokens",
];

/** What differs between two equal resources: ids, keys, times and ports. */
const VOLATILE: [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "GUID"],
  [/\d{4}-\d{6}-[a-z0-9]{8}/g, "CLUSTER"],
  [/dbstorage[a-z0-9]+/g, "STORAGE"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME"],
  [/(127\.0\.0\.1|localhost):\d+/g, "HOST"],
  [/\b[0-9a-f]{16,}\b/gi, "HEX"],
  [/\b\d{5,}\b/g, "NUMBER"],
];

/** Fields of things that change by themselves while the clock runs, and defaults that an edit fills in. */
const CHANGING = [
  "azure_attributes",
  "enable_elastic_disk",
  "last_activity",
  "last_restarted_time",
  "messages",
  "operation",
  "spark_context_id",
  "state",
  "state_message",
  "status",
  "terminated_time",
];

/**
 * Every thing in the world as one line, sorted. A thing that exists twice has two lines. Two worlds
 * in which the same was done have the same lines.
 */
export function thingsIn(tables: Tables): string[] {
  const names = new Map([...pathsOf(tables), ...keysOf(tables)]);
  return [...tables]
    .filter(([name]) => !NOT_THINGS.includes(name))
    .flatMap(([name, rows]) =>
      [...rows].map(
        ([key, value]) => `${name} ${neutral(key, names)} ${neutral(textOf(value), names)}`,
      ),
    )
    .sort();
}

const objectsIn = (tables: Tables, name: string): JsonObject[] =>
  [...(tables.get(name)?.values() ?? [])].filter(isJsonObject);

/** The paths of workspaces' objects by their ids, by which grants name them. */
const pathsOf = (tables: Tables): [string, string][] =>
  objectsIn(tables, "databricks/objects").map(({ object_id: id, path }) => [
    String(id),
    String(path),
  ]);

/** A name for each key of an account: a secret must hold the key of the account that exists. */
const keysOf = (tables: Tables): [string, string][] =>
  objectsIn(tables, "cognitiveservices/accounts").flatMap(({ keys }) =>
    Object.entries(isJsonObject(keys) ? keys : {}).map(([name, key]): [string, string] => [
      String(key),
      `${name} of the account`,
    ]),
  );

function neutral(text: string, names: Map<string, string>): string {
  const named = text.replace(/\b[0-9a-f]{6,}\b/g, (id) => names.get(id) ?? id);
  return VOLATILE.reduce((all, [form, word]) => all.replace(form, word), named);
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (key: string, field: unknown) => {
    if (CHANGING.includes(key)) return undefined;
    // A cluster that nobody used for a while; one that could not start has another type.
    if (key === "termination_reason" && isJsonObject(field) && field["type"] === "SUCCESS")
      return undefined;
    if (["content", "value"].includes(key) && typeof field === "string") return decoded(field);
    if (isJsonObject(field)) return sortedByKey(field);
    return field;
  });

/** Files and secrets are kept as Base64. */
function decoded(text: string): string {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString() : text;
}

const sortedByKey = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
