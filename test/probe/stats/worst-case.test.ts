import { expect, test } from "vitest";
import { auc } from "../../../scripts/probe/stats/auc";
import { contrast } from "../../../scripts/probe/stats/strata";
import {
  rangeOf,
  worstCaseAuc,
  worstCaseDifference,
} from "../../../scripts/probe/stats/worst-case";

const strata = [
  { name: "a", female: [1, 4, 2], male: [0, 3] },
  { name: "b", female: [2, 2], male: [5, 1, 1] },
];
const gone = { female: 1, male: 2, neutral: 0 };
const fill = (count: number, value: number): number[] => new Array<number>(count).fill(value);

/** The strata with what is missing in the first filled in. */
const filled = (female: number, male: number) => [
  {
    ...strata[0]!,
    female: [...strata[0]!.female, ...fill(1, female)],
    male: [...strata[0]!.male, ...fill(2, male)],
  },
  strata[1]!,
];

test("bounds of D are those of the texts filled in at both ends", () => {
  expect(rangeOf(strata)).toEqual([0, 5]);
  const [low, high] = worstCaseDifference(strata, new Map([["a", gone]]), [0, 5]);
  expect(low).toBeCloseTo(contrast(filled(0, 5)), 12);
  expect(high).toBeCloseTo(contrast(filled(5, 0)), 12);
});

test("nothing missing leaves a point; a stratum that lost an arm counts with the whole range", () => {
  const d = contrast(strata);
  worstCaseDifference(strata, new Map(), [0, 5]).forEach((end) => expect(end).toBeCloseTo(d, 12));
  const [low, high] = worstCaseDifference(strata, new Map([["c", gone]]), [0, 5]);
  expect(low).toBeCloseTo((2 * d - 5) / 3, 12);
  expect(high).toBeCloseTo((2 * d + 5) / 3, 12);
});

test("missing neutral texts pull as the most extreme one does", () => {
  const leaning = [{ ...strata[0]!, neutral: [-0.3, 0.1, 0.2] }];
  const [low, high] = worstCaseDifference(
    leaning,
    new Map([["a", { female: 0, male: 0, neutral: 1 }]]),
    [0, 5],
  );
  const d = contrast(leaning);
  expect([low, high]).toEqual([expect.closeTo(d - 0.3 / 4, 12), expect.closeTo(d + 0.2 / 4, 12)]);
});

test("bounds of the AUC are those of scores below, or above, all others", () => {
  const [low, high] = worstCaseAuc(strata, new Map([["a", gone]]));
  const mean = (female: number, male: number): number =>
    filled(female, male).reduce((sum, one) => sum + auc(one.female, one.male), 0) / 2;
  expect(low).toBeCloseTo(mean(-Infinity, Infinity), 12);
  expect(high).toBeCloseTo(mean(Infinity, -Infinity), 12);
  expect(worstCaseAuc([], new Map([["a", gone]]))).toEqual([0, 1]);
});
