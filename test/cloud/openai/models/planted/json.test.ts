import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateJson } from "../../../../../scripts/cloud/openai/models/planted/json";
import { SeededRandom } from "../../../../../scripts/cloud/openai/models/planted/seeded-random";

const ajv = new Ajv({ strict: false, validateFormats: false });
type Schema = Record<string, unknown>;
const generate = (schema: Schema, seed = 1, texts = ["Paris", "A sentence."], numbers = [7]) =>
  generateJson(schema, { random: new SeededRandom(seed), texts, numbers });
const expectObeyed = (schema: Schema, seed: number): void => {
  const value = generate(schema, seed);
  expect(ajv.validate(schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(true);
};

/** Schemas of every supported keyword, as deep as they happen to be. */
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Schema>(
      { type: "string", minLength: 3, maxLength: 5 },
      { type: "integer", minimum: 3, exclusiveMaximum: 5 },
      { type: "number", exclusiveMinimum: 0, maximum: 0.5 },
      { type: "integer", multipleOf: 7, minimum: 20 },
      { enum: ["a", 2, null] },
      { const: true },
      { type: ["string", "null"] },
      { type: "boolean" },
    ),
    fc.record({
      type: fc.constant("array"),
      items: tie("schema"),
      minItems: fc.nat(3),
      maxItems: fc.integer({ min: 3, max: 4 }),
    }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc
      .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie("schema"), { maxKeys: 4 })
      .map((properties) => ({
        type: "object",
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      })),
  ),
}));

describe("generated JSON", () => {
  it("obeys its schema", () => {
    fc.assert(fc.property(schema, fc.nat(), expectObeyed), { seed: 16, numRuns: 200 });
  });

  it("ends where a schema refers to itself", () => {
    const node = {
      type: "object",
      properties: {
        next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
        children: { type: "array", items: { $ref: "#" } },
      },
      required: ["next", "children"],
      additionalProperties: false,
    };
    for (let seed = 0; seed < 20; seed++) expectObeyed({ ...node, $defs: { node } }, seed);
  });

  it("uses the texts and the numbers of the question", () => {
    const properties = {
      city: { type: "string" },
      note: { type: "string" },
      days: { type: "integer" },
    };
    expect(generate({ type: "object", properties })).toEqual({
      city: "Paris",
      note: "A sentence.",
      days: 7,
    });
  });

  it("is refused where nothing obeys", () => {
    expect(() => generate({ type: "integer", minimum: 3, maximum: 2 })).toThrow("without a number");
    const endless = { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] };
    expect(() => generate(endless)).toThrow("no finite document");
  });
});
