import { expect, test } from "vitest";
import { Numbering } from "../../scripts/base/numbering";

test("equal keys have one number, in the order of their first appearance", () => {
  const numbering = new Numbering<string>();
  expect(["b", "a", "b", "c", "a"].map((key) => numbering.of(key))).toEqual([0, 1, 0, 2, 1]);
  expect(numbering.all(["c", "d", "b"])).toEqual(Int32Array.of(2, 3, 0));
  expect(numbering.size).toBe(4);
  expect(numbering.keys).toEqual(["b", "a", "c", "d"]);
});
