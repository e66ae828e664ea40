import fc from "fast-check";
import { expect, test } from "vitest";
import { PROPERTIES } from "../../bench/properties";
import { FIELDS } from "../../bench/properties/configurations";
import { configKeys } from "../support/config/keys";

/** The bench asks 10,000 of each: npm run bench properties. */
test.each(Object.entries(PROPERTIES))("%s", async (_name, property) => {
  await fc.assert(property, { seed: 1, numRuns: 200 });
});

test("the properties know every key there is", () => {
  expect(Object.keys(FIELDS).sort()).toEqual(configKeys());
});
