import { isJsonObject, type JsonObject } from "../../../../../infra/json-object";
import { NotSimulated } from "../../../core/errors";
import { type Format, referenced } from "../../chat/json-schema";
import { listOf } from "../../json-values";
import type { SeededRandom } from "./seeded-random";

/** Where the values of a generated document come from. */
export interface JsonSource {
  random: SeededRandom;
  /** Texts, used in turn; the last is used again and again. */
  texts: readonly string[];
  /** Numbers that the question names, used in turn where they fit. */
  numbers: readonly number[];
}

/** Below this depth a document ends as early as its schema lets it. */
const SHALLOW = 4;
const DEEPEST = 32;

/**
 * A value that obeys a schema of the keywords in `chat/json-schema.ts`.
 * @throws NotSimulated for a schema that no finite document obeys
 */
export function generateJson(root: JsonObject, source: JsonSource): unknown {
  const texts = [...source.texts];
  const numbers = [...source.numbers];
  return valueOf(root, 0, {
    root,
    random: source.random,
    nextText: () => {
      const [text = ""] = texts;
      if (texts.length > 1) texts.shift();
      return text;
    },
    takeNumber: (fits) => {
      const at = numbers.findIndex(fits);
      if (at === -1) return undefined;
      return numbers.splice(at, 1)[0];
    },
  });
}

interface Context {
  root: JsonObject;
  random: SeededRandom;
  nextText: () => string;
  takeNumber: (fits: (value: number) => boolean) => number | undefined;
}

function valueOf(given: unknown, depth: number, context: Context): unknown {
  if (depth > DEEPEST) throw new NotSimulated("a JSON schema that no finite document obeys");
  const schema = Object(given) as JsonObject;
  const { random, root } = context;
  if (typeof schema.$ref === "string")
    return valueOf(referenced(root, schema.$ref), depth + 1, context);
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return random.pick(schema.enum as unknown[]);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives) && alternatives.length > 0)
    return valueOf(alternativeOf(alternatives, depth, random), depth + 1, context);
  switch (typeOf(schema, depth, random)) {
    case "object":
      return objectOf(schema, depth, context);
    case "array":
      return arrayOf(schema, depth, context);
    case "number":
      return numberOf(schema, 0, context);
    case "integer":
      return numberOf(schema, 1, context);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return stringOf(schema, context);
  }
}

/** Deep in a document `null` and plain values come before what may go on for ever. */
function alternativeOf(
  alternatives: readonly unknown[],
  depth: number,
  random: SeededRandom,
): unknown {
  if (depth < SHALLOW) return random.pick(alternatives);
  const ends = (one: unknown): boolean =>
    isJsonObject(one) && one.$ref === undefined && one.type !== "object" && one.type !== "array";
  return alternatives.find(ends) ?? random.pick(alternatives);
}

function typeOf(schema: JsonObject, depth: number, random: SeededRandom): unknown {
  const { type } = schema;
  if (Array.isArray(type) && type.includes("null") && depth >= SHALLOW) return "null";
  if (Array.isArray(type)) return random.pick(type as unknown[]);
  if (type !== undefined) return type;
  if (schema.properties !== undefined) return "object";
  if (schema.items !== undefined) return "array";
  return "string";
}

function objectOf(schema: JsonObject, depth: number, context: Context): JsonObject {
  const properties = Object(schema.properties) as JsonObject;
  const required = listOf(schema.required);
  const names = Object.keys(properties).filter(
    (name) => depth < SHALLOW || required.includes(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, valueOf(properties[name], depth + 1, context)]),
  );
}

function arrayOf(schema: JsonObject, depth: number, context: Context): unknown[] {
  const least = boundOf(schema.minItems) ?? 0;
  const most = boundOf(schema.maxItems) ?? Math.max(least, 2);
  const wanted = 2 * Number(depth < SHALLOW);
  const length = Math.max(least, Math.min(most, wanted));
  return Array.from({ length }, () => valueOf(schema.items, depth + 1, context));
}

/** @param step 1 for whole numbers, 0 for any */
function numberOf(schema: JsonObject, step: 0 | 1, { random, takeNumber }: Context): number {
  const unit = boundOf(schema.multipleOf) ?? step;
  const low = boundOf(schema.minimum) ?? boundOf(schema.exclusiveMinimum);
  const high = boundOf(schema.maximum) ?? boundOf(schema.exclusiveMaximum);
  const fits = (value: number): boolean =>
    (unit === 0 || Number.isInteger(value / unit)) &&
    value >= (boundOf(schema.minimum) ?? -Infinity) &&
    value <= (boundOf(schema.maximum) ?? Infinity) &&
    value > (boundOf(schema.exclusiveMinimum) ?? -Infinity) &&
    value < (boundOf(schema.exclusiveMaximum) ?? Infinity);
  const named = takeNumber(fits);
  if (named !== undefined) return named;
  const from = low ?? (high ?? 100) - 100;
  const to = high ?? from + 100;
  const drawn = from + random.fraction() * (to - from);
  // In order: a round number by chance, and where none fits what is near the lower bound, or beside it.
  const grain = unit || Math.min(0.1, (to - from) / 4);
  const nearest = Math.round(drawn / grain) * grain;
  const lowest = Math.ceil(from / grain) * grain;
  const inside = [tidy(nearest), drawn, lowest, lowest + grain, from + grain].find(fits);
  if (inside === undefined) throw new NotSimulated("a JSON schema without a number that obeys it");
  return inside;
}

/** A number without the error of its last digits. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const EXAMPLES: Record<Exclude<Format, "uuid" | "date" | "date-time">, string> = {
  time: "09:30:00Z",
  duration: "PT45M",
  email: "person@example.com",
  hostname: "www.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
};

function stringOf(schema: JsonObject, { random, nextText }: Context): string {
  const { format } = schema;
  if (typeof format === "string") return formatted(format as Format, random);
  const least = boundOf(schema.minLength) ?? 0;
  const most = boundOf(schema.maxLength) ?? Infinity;
  const letters = Array.from(nextText());
  if (letters.length === 0) letters.push("x");
  while (letters.length < least) letters.push(...letters);
  return letters.slice(0, Math.min(letters.length, Math.max(least, most))).join("");
}

function formatted(format: Format, random: SeededRandom): string {
  const day = (): string => {
    const at = Date.UTC(2020, 0, 1 + Math.floor(random.fraction() * 3650));
    return new Date(at).toISOString().slice(0, 10);
  };
  if (format === "date") return day();
  if (format === "date-time") return `${day()}T09:30:00Z`;
  if (format !== "uuid") return EXAMPLES[format];
  const hex = Array.from({ length: 32 }, () =>
    Math.floor(random.fraction() * 16).toString(16),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function boundOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return undefined;
}
