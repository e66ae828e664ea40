import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { invalidRequest } from "../errors";
import { listOf, textOf } from "../json-values";
import { subschemas } from "./json-schema";

/**
 * The rules of structured outputs: the root is an object, every object closes itself and requires
 * all its properties (https://learn.microsoft.com/azure/ai-foundry/openai/how-to/structured-outputs).
 * @param what the subject of the refusal, e.g. `schema for response_format 'person'`
 * @throws ApiError 400 `invalid_json_schema` for what `strict: true` refuses
 */
export function requireStrictSchema(schema: JsonObject, what: string, param: string): void {
  const refuse = (path: string[], rule: string): Error => {
    // A tuple of Python: one with a single member ends with a comma.
    const context = path.map((part) => `'${part}'`).join(", ");
    const comma = ",".repeat(Number(path.length === 1));
    const message = `Invalid ${what}: In context=(${context}${comma}), ${rule}`;
    return invalidRequest(message, param, "invalid_json_schema");
  };
  const check = (one: unknown, path: string[]): void => {
    if (!isJsonObject(one)) return;
    const rule = brokenRule(one);
    if (rule !== undefined) throw refuse(path, rule);
    for (const [step, inner] of subschemas(one)) check(inner, [...path, ...step]);
  };
  if (schema.type !== "object") {
    const type = textOf(schema.type) || "None";
    throw invalidRequest(
      `Invalid ${what}: schema must be a JSON Schema of 'type: "object"', got 'type: "${type}"'.`,
      param,
      "invalid_json_schema",
    );
  }
  check(schema, []);
}

/** The rule that an object of a schema breaks. */
function brokenRule(schema: JsonObject): string | undefined {
  const { properties, additionalProperties } = schema;
  if (schema.type !== "object" && properties === undefined) return undefined;
  if (additionalProperties !== false)
    return "'additionalProperties' is required to be supplied and to be false.";
  const required = listOf(schema.required);
  const missing = Object.keys(Object(properties) as object).find(
    (name) => !required.includes(name),
  );
  if (missing === undefined) return undefined;
  return `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
}
