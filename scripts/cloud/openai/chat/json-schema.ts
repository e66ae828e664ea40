import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { listOf, memberOf } from "../json-values";

/*
 * @parity
 * - Patterns, negations and their like in a JSON schema are 501; on the local model bounds of
 *   numbers, too — ours
 */

/** The keywords that say something, and those that only describe. */
const KEYWORDS = new Set([
  ...["type", "enum", "const", "anyOf", "oneOf", "$ref", "$defs", "definitions"],
  ...["properties", "required", "additionalProperties", "items", "minItems", "maxItems"],
  ...["minLength", "maxLength", "format", "minimum", "maximum"],
  ...["exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["title", "description", "default", "examples", "$schema", "$id", "$comment", "deprecated"],
]);

/** The formats of strings that are written. */
export const FORMATS = [
  "date-time",
  "date",
  "time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
  "uri",
] as const;
export type Format = (typeof FORMATS)[number];

/** What is directly inside a schema, with the path to each; not all of it need be a schema. */
export function subschemas(schema: JsonObject): [path: string[], schema: unknown][] {
  const named = ["properties", "$defs", "definitions"].flatMap((keyword) =>
    Object.entries(Object(schema[keyword]) as JsonObject).map(
      ([name, one]): [string[], unknown] => [[keyword, name], one],
    ),
  );
  const listed = ["anyOf", "oneOf"].flatMap((keyword) =>
    listOf(schema[keyword]).map((one, index): [string[], unknown] => [
      [keyword, String(index)],
      one,
    ]),
  );
  return [...named, ...listed, [["items"], schema.items]];
}

/**
 * Refuses a schema whose keywords no model here obeys. What is no schema at all is left to the
 * service's own check.
 * @throws NotSimulated with the keyword's name
 */
export function requireSimulatedSchema(schema: unknown): void {
  if (!isJsonObject(schema)) return;
  const [unknown] = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown !== undefined) throw new NotSimulated(`the JSON schema keyword ${unknown}`);
  const { format, $ref } = schema;
  if (typeof format === "string" && !(FORMATS as readonly string[]).includes(format))
    throw new NotSimulated(`the JSON schema format ${format}`);
  if (typeof $ref === "string" && !/^#($|\/(\$defs|definitions)\/[^/]+$)/.test($ref))
    throw new NotSimulated(`the JSON schema reference ${$ref}`);
  for (const [, one] of subschemas(schema)) requireSimulatedSchema(one);
}

/** The schema that a reference leads to; undefined where there is none. */
export function referenced(root: JsonObject, reference: string): JsonObject | undefined {
  const [, keyword, name] = reference.split("/");
  if (keyword === undefined || name === undefined) return root;
  const found = memberOf(root[keyword], decodeURIComponent(name));
  if (isJsonObject(found)) return found;
  return undefined;
}
