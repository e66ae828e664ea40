import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { schemaOf } from "../../infra/config-schema";
import { PROPERTIES } from "../../scripts/bench/properties";
import { FIELDS } from "../../scripts/bench/properties/configurations";

/** The bench asks 10,000 of each: npm run bench properties. */
test.each(Object.entries(PROPERTIES))("%s", async (_name, property) => {
  await fc.assert(property, { seed: 1, numRuns: 200 });
});

interface Shape {
  properties?: Record<string, Shape>;
}
const leaves = (shape: Shape, path: string[] = []): string[] =>
  shape.properties
    ? Object.entries(shape.properties).flatMap(([key, inner]) => leaves(inner, [...path, key]))
    : [path.join(".")];

test("the properties know every key there is", () => {
  const shape = z.toJSONSchema(schemaOf("current"), { io: "input" }) as Shape;
  expect(Object.keys(FIELDS).sort()).toEqual(leaves(shape).sort());
});
