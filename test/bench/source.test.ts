import { join } from "node:path";
import { expect, test } from "vitest";
import { sourceOf } from "../../bench/source";

/** Limits of the house (docs/decisions): per thousand lines, per hundred, or as they are. */
test("the source stays as easy to read as it is", () => {
  const source = sourceOf(join(__dirname, "../.."));
  expect(source.wide / source.lines).toBeLessThanOrEqual(0.02);
  expect((1000 * source.conditionals) / source.lines).toBeLessThanOrEqual(15);
  expect(source.nestedConditionals).toBe(0);
  expect(source.conditionalSpreads).toBeLessThanOrEqual(40);
  expect(source.documentedExports / source.exports).toBeGreaterThanOrEqual(0.75);
});
