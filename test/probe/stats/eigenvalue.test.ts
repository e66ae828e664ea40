import { expect, test } from "vitest";
import { largestEigenvalue } from "../../../scripts/probe/stats/eigenvalue";

test("is that of matrices whose eigenvalues are known", () => {
  const compound = (k: number, own: number, common: number): number[][] =>
    Array.from({ length: k }, (_, i) =>
      Array.from({ length: k }, (__, j) => (i === j ? own + common : common)),
    );
  expect(largestEigenvalue(compound(5, 1, 0.3))).toBeCloseTo(2.5, 9);
  // A contrast, which is orthogonal to equal weights.
  expect(
    largestEigenvalue([
      [1, -0.5],
      [-0.5, 1],
    ]),
  ).toBeCloseTo(1.5, 9);
  expect(
    largestEigenvalue([
      [0.2, 0],
      [0, 0.2],
    ]),
  ).toBeCloseTo(0.2, 9);
  expect(
    largestEigenvalue([
      [0, 0],
      [0, 0],
    ]),
  ).toBe(0);
});
