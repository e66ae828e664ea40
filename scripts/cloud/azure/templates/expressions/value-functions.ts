import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject } from "../../../../../infra/json-object";
import { flag, int, list, object, text, type TemplateFunction } from "./arguments";
import { nameIn } from "./evaluate";
import { ExpressionError } from "./parse";

/**
 * Functions of lists, objects, numbers and conditions, by their names in lower case
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions).
 * `if` is not among them: it evaluates one of its arguments only.
 */
export const VALUE_FUNCTIONS: Record<string, TemplateFunction> = {
  add: (a, b) => int(a) + int(b),
  and: (...values) => values.map(flag).every(Boolean),
  array: (value) => (Array.isArray(value) ? (value as unknown[]) : [value]),
  bool: bool,
  coalesce: (...values) => values.find((one) => one !== null && one !== undefined) ?? null,
  contains: contains,
  createarray: (...values) => values,
  createobject: createObject,
  div: (a, b) => Math.trunc(int(a) / divisor(b)),
  empty: (value) => value === null || value === undefined || sizeOf(value) === 0,
  equals: equals,
  false: () => false,
  first: (value) => sequence(value).at(0) ?? nothingOf(value),
  float: Number,
  greater: (a, b) => compare(a, b) > 0,
  greaterorequals: (a, b) => compare(a, b) >= 0,
  int: toInt,
  intersection: (first, ...others) => others.reduce(intersection, first),
  json: (value) => JSON.parse(text(value)) as unknown,
  last: (value) => sequence(value).at(-1) ?? nothingOf(value),
  length: sizeOf,
  less: (a, b) => compare(a, b) < 0,
  lessorequals: (a, b) => compare(a, b) <= 0,
  max: (...values) => Math.max(...values.flat().map(int)),
  min: (...values) => Math.min(...values.flat().map(int)),
  mod: (a, b) => int(a) % divisor(b),
  mul: (a, b) => int(a) * int(b),
  not: (value) => !flag(value),
  null: () => null,
  or: (...values) => values.map(flag).some(Boolean),
  range: (start, count) => Array.from({ length: int(count) }, (_, i) => int(start) + i),
  skip: (value, count) => sequence(value).slice(Math.max(0, int(count))),
  sub: (a, b) => int(a) - int(b),
  take: (value, count) => sequence(value).slice(0, Math.max(0, int(count))),
  true: () => true,
  union: (first, ...others) => others.reduce(union, first),
};

function bool(value: unknown): boolean {
  const asText = String(value).toLowerCase();
  if (["true", "1"].includes(asText)) return true;
  if (["false", "0"].includes(asText)) return false;
  throw new ExpressionError(`The value '${asText}' cannot be converted to type 'Boolean'.`);
}

function toInt(value: unknown): number {
  const number = typeof value === "string" && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  return int(number);
}

function divisor(value: unknown): number {
  if (int(value) !== 0) return int(value);
  throw new ExpressionError("The template language function cannot divide by zero.");
}

/** Of a text its characters, of a list its items; `slice` and `at` are those of both. */
function sequence(value: unknown): string | unknown[] {
  return typeof value === "string" ? value : list(value);
}

/** What `first` and `last` give of an empty value. */
const nothingOf = (value: unknown): "" | null => (typeof value === "string" ? "" : null);

function sizeOf(value: unknown): number {
  return isJsonObject(value) ? Object.keys(value).length : sequence(value).length;
}

function contains(value: unknown, wanted: unknown): boolean {
  if (isJsonObject(value)) return nameIn(value, text(wanted)) !== undefined;
  if (Array.isArray(value)) return value.some((one) => isDeepStrictEqual(one, wanted));
  return text(value).includes(text(wanted));
}

function createObject(...pairs: unknown[]): JsonObject {
  if (pairs.length % 2 > 0)
    throw new ExpressionError(
      "The template language function 'createObject' expects an even number of parameters.",
    );
  const names = pairs.filter((_, i) => i % 2 === 0).map(text);
  return Object.fromEntries(names.map((name, i) => [name, pairs[2 * i + 1]]));
}

/** Numbers by their size, texts by their order. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === "string") return a.localeCompare(text(b));
  return int(a) - int(b);
}

function equals(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

function intersection(a: unknown, b: unknown): unknown {
  if (Array.isArray(a))
    return a.filter((one) => list(b).some((other) => isDeepStrictEqual(one, other)));
  const other = object(b);
  const shared = Object.entries(object(a)).filter(([name, value]) =>
    isDeepStrictEqual(other[name], value),
  );
  return Object.fromEntries(shared);
}

/** Members of the later object win; objects in both are united, too. */
function union(a: unknown, b: unknown): unknown {
  if (Array.isArray(a))
    return list(b).reduce<unknown[]>(
      (all, one) => (all.some((known) => isDeepStrictEqual(known, one)) ? all : [...all, one]),
      a,
    );
  const united = { ...object(a) };
  for (const [name, value] of Object.entries(object(b))) {
    const before = united[name];
    united[name] = isJsonObject(before) && isJsonObject(value) ? union(before, value) : value;
  }
  return united;
}
