import { expect, test } from "vitest";
import { auc } from "../../../scripts/probe/stats/auc";
import { contrast } from "../../../scripts/probe/stats/strata";
import {
  rangeOf,
  worstCaseAuc,
  worstCaseDifference,
} from "../../../scripts/probe/stats/worst-case";

const strata = [
  { name: "a", a: [1, 4, 2], b: [0, 3] },
  { name: "b", a: [2, 2], b: [5, 1, 1] },
];
const gone = { a: 1, b: 2, reference: 0 };
const fill = (count: number, value: number): number[] => new Array<number>(count).fill(value);

/** The strata with what is missing in the first filled in. */
const filled = (a: number, b: number) => [
  {
    ...strata[0]!,
    a: [...strata[0]!.a, ...fill(1, a)],
    b: [...strata[0]!.b, ...fill(2, b)],
  },
  strata[1]!,
];

test("bounds of D are those of the texts filled in at both ends", () => {
  expect(rangeOf(strata)).toEqual([0, 5]);
  const [low, high] = worstCaseDifference(strata, new Map([["a", gone]]), [0, 5]);
  expect(low).toBeCloseTo(contrast(filled(0, 5)), 12);
  expect(high).toBeCloseTo(contrast(filled(5, 0)), 12);
});

test("nothing missing leaves a point; a stratum that lost a sample counts with the whole range", () => {
  const d = contrast(strata);
  worstCaseDifference(strata, new Map(), [0, 5]).forEach((end) => expect(end).toBeCloseTo(d, 12));
  const [low, high] = worstCaseDifference(strata, new Map([["c", gone]]), [0, 5]);
  expect(low).toBeCloseTo((2 * d - 5) / 3, 12);
  expect(high).toBeCloseTo((2 * d + 5) / 3, 12);
});

test("missing texts of the third sample pull as the most extreme one does", () => {
  const leaning = [{ ...strata[0]!, reference: [-0.3, 0.1, 0.2] }];
  const [low, high] = worstCaseDifference(
    leaning,
    new Map([["a", { a: 0, b: 0, reference: 1 }]]),
    [0, 5],
  );
  const d = contrast(leaning);
  expect([low, high]).toEqual([expect.closeTo(d - 0.3 / 4, 12), expect.closeTo(d + 0.2 / 4, 12)]);
});

test("bounds of the AUC are those of scores below, or above, all others", () => {
  const [low, high] = worstCaseAuc(strata, new Map([["a", gone]]));
  const mean = (a: number, b: number): number =>
    filled(a, b).reduce((sum, one) => sum + auc(one.a, one.b), 0) / 2;
  expect(low).toBeCloseTo(mean(-Infinity, Infinity), 12);
  expect(high).toBeCloseTo(mean(Infinity, -Infinity), 12);
  expect(worstCaseAuc([], new Map([["a", gone]]))).toEqual([0, 1]);
});
