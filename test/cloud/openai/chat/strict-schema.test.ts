import { expect, it } from "vitest";
import { requireStrictSchema } from "../../../../scripts/cloud/openai/chat/strict-schema";

const closed = { type: "object", additionalProperties: false };
const check = (schema: Record<string, unknown>) => () =>
  requireStrictSchema(schema, "schema for response_format 'x'", "response_format");

it("takes what closes and requires everything", () => {
  const child = { ...closed, properties: { a: { type: "string" } }, required: ["a"] };
  const list = { type: "array", items: { anyOf: [child, { $ref: "#" }] } };
  expect(check({ ...closed, properties: { list }, required: ["list"] })).not.toThrow();
});

it.each([
  [{ type: "array" }, `got 'type: "array"'`],
  [{ type: "object", properties: {} }, "In context=(), 'additionalProperties' is required"],
  [{ ...closed, properties: { a: {}, b: {} }, required: ["a"] }, "Missing 'b'."],
  [
    { ...closed, properties: { a: { type: "object", properties: {} } }, required: ["a"] },
    "In context=('properties', 'a'), 'additionalProperties'",
  ],
])("refuses %j", (schema, said) => {
  expect(check(schema)).toThrow(said);
});
