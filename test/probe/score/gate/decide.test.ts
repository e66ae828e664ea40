import { expect, test } from "vitest";
import {
  decide,
  exitCodeOf,
  overall,
  type Evidence,
  type Verdict,
} from "../../../../scripts/probe/score/gate/decide";

const RULES = { margin: 0.4, alpha: 0.05, gateSize: 2 };
const SMALL = { estimate: 0, upper: () => 0.3, isBelow: (limit: number) => limit > 0.3 };
const evidence = (change: Partial<Evidence>): Evidence => ({
  effect: 0.1,
  interval90: [-0.1, 0.3],
  pAdjusted: 0.4,
  designVariance: 2 / (5 * 40),
  perCell: 40,
  occupations: 5,
  spread: SMALL,
  occupationOutside: false,
  ...change,
});

test("an interval inside the margin is within it", () => {
  expect(decide(evidence({}), RULES)).toMatchObject({ verdict: "within margin" });
});

test("significant and inside is within the margin, with a note", () => {
  expect(decide(evidence({ pAdjusted: 0.01 }), RULES)).toMatchObject({
    verdict: "within margin",
    note: "detectable, negligible",
  });
});

test("significant and reaching beyond the margin is a difference, in either direction", () => {
  expect(
    decide(evidence({ effect: 0.6, interval90: [0.3, 0.9], pAdjusted: 0.01 }), RULES).verdict,
  ).toBe("difference");
  expect(
    decide(evidence({ effect: -0.6, interval90: [-0.9, -0.3], pAdjusted: 0.01 }), RULES).verdict,
  ).toBe("difference");
});

test("neither is inconclusive, and says how many more answers would do", () => {
  const decision = decide(
    evidence({ effect: 0, interval90: [-0.5, 0.5], designVariance: 2 / (5 * 10), perCell: 10 }),
    RULES,
  );
  expect(decision.verdict).toBe("inconclusive");
  // Equivalence at .40 takes 2·(z.95 + z.9)² / (5·.16) = 21.4 per cell for the mean, and for the
  // typical size 2 / varianceToShowTypicalSize(0, .5, 5) = 21.9: 12 more than 10.
  expect(decision.moreAnswersPerQuestion).toBe(12);
});

test("an average inside the margin is not within it when occupations may be outside, or were not seen", () => {
  const wide = { estimate: 0.5, upper: () => 0.7, isBelow: () => false };
  for (const hidden of [
    { spread: wide },
    { spread: undefined },
    { occupationOutside: true },
    { unestimated: "no answer scores differently from another" },
  ]) {
    expect(decide(evidence(hidden), RULES).verdict).toBe("inconclusive");
    expect(decide(evidence({ ...hidden, pAdjusted: 0.01 }), RULES).verdict).toBe("difference");
  }
});

test("a design that could never show equivalence does not, however narrow its interval", () => {
  const few = evidence({
    effect: 0,
    interval90: [0, 0],
    pAdjusted: 1,
    designVariance: 2 / (5 * 2),
    perCell: 2,
  });
  expect(decide(few, RULES).verdict).toBe("inconclusive");
});

test("the gate is as bad as its worst metric, and the exit code says so", () => {
  expect(overall(["within margin", "inconclusive", "within margin"])).toBe("inconclusive");
  expect(overall(["within margin", "inconclusive", "difference"])).toBe("difference");
  expect(overall(["within margin"])).toBe("within margin");
  const codes = (["within margin", "difference", "inconclusive"] satisfies Verdict[]).map(
    exitCodeOf,
  );
  expect(codes).toEqual([0, 1, 3]);
});
