import type { GbnfJsonSchema } from "node-llama-cpp";
import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { listOf } from "../json-values";

/*
 * @parity
 * - Arguments and JSON obey their schema; strings are the names and quotes of the question, then the
 *   question or sentences of the answer — ours
 */

/** Keywords of numbers that the grammars of the local model do not have. */
const WITHOUT_GRAMMAR = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
];
const FORMATS: readonly unknown[] = [undefined, "date", "time", "date-time"];

/**
 * A JSON schema as the grammar of the local model takes it: all properties are written.
 * @throws NotSimulated for a keyword that a grammar cannot hold the model to
 */
export function grammarSchema(schema: unknown): GbnfJsonSchema {
  if (!isJsonObject(schema)) return { type: "string" };
  const [without] = WITHOUT_GRAMMAR.filter((keyword) => schema[keyword] !== undefined);
  if (without !== undefined) throw notLocal(`keyword ${without}`);
  if (!FORMATS.includes(schema.format)) throw notLocal("format of a string");
  const reference = schema.$ref;
  if (typeof reference === "string") {
    if (reference === "#") throw notLocal("reference to the root");
    return { $ref: reference.replace("/definitions/", "/$defs/") } as GbnfJsonSchema;
  }
  const { properties, $defs, definitions, items, anyOf, oneOf, ...rest } = schema;
  const parts = Object.entries({
    properties: translated(properties),
    $defs: translated($defs ?? definitions),
    oneOf: (anyOf ?? oneOf) && listOf(anyOf ?? oneOf).map(grammarSchema),
    items: items && grammarSchema(items),
  }).filter(([, part]) => part !== undefined);
  return { ...rest, ...Object.fromEntries(parts) } as GbnfJsonSchema;
}

const notLocal = (what: string): NotSimulated =>
  new NotSimulated(`a JSON schema with the ${what} on the local model`);

function translated(schemas: unknown): JsonObject | undefined {
  if (!isJsonObject(schemas)) return undefined;
  return Object.fromEntries(
    Object.entries(schemas).map(([name, one]) => [name, grammarSchema(one)]),
  );
}
