import { expect, test } from "vitest";
import { sortedDistinct } from "../../scripts/base/distinct";

test.each([
  [[], []],
  [[5], [5]],
  [
    [3, -1, 3, 2, -1, 3],
    [-1, 2, 3],
  ],
])("of %j are %j", (numbers, expected) => {
  expect([...sortedDistinct(Int32Array.from(numbers))]).toEqual(expected);
});
