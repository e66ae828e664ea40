import { expect, test, vi } from "vitest";
import { memoised } from "../../scripts/base/memoised";

test("computes the value of each key once", () => {
  const lengthOf = vi.fn((word: string) => word.length);
  const memo = memoised(lengthOf);
  expect(["one", "three", "one", "three"].map(memo)).toEqual([3, 5, 3, 5]);
  expect(lengthOf).toHaveBeenCalledTimes(2);
});
