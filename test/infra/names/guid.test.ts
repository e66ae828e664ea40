import fc from "fast-check";
import { expect, test } from "vitest";
import { guidOf } from "../../../infra/names/guid";

test("is a guid of the kind for own schemes, the same for ever", () => {
  expect(guidOf("a", "b")).toBe(guidOf("a", "b"));
  fc.assert(
    fc.property(fc.array(fc.string()), (parts) => {
      expect(guidOf(...parts)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("tells apart where one text ends and the next begins", () => {
  expect(
    new Set([guidOf("ab", "c"), guidOf("a", "bc"), guidOf("abc"), guidOf("c", "ab")]).size,
  ).toBe(4);
});
