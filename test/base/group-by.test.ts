import { expect, test } from "vitest";
import { groupBy } from "../../scripts/base/group-by";

test("groups keep the order of keys and items", () => {
  const groups = groupBy([3, 1, 4, 2], (value) => value % 2 === 0);
  expect([...groups]).toEqual([
    [false, [3, 1]],
    [true, [4, 2]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
