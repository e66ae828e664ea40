import { expect, test } from "vitest";
import { inOneArray } from "../../../scripts/probe/stats/one-array";

test("texts lie one behind the other, and one without words takes no place", () => {
  const texts = [Int32Array.of(7, 8), new Int32Array(0), Int32Array.of(9)];
  expect(inOneArray(texts)).toEqual({
    flat: Int32Array.of(7, 8, 9),
    starts: Int32Array.of(0, 2, 2, 3),
  });
  expect(inOneArray([]).starts).toEqual(Int32Array.of(0));
});
