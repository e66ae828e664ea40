import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { randomOf } from "../../scripts/probe/stats/random";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { varianceToDetect } from "../../scripts/probe/stats/power";
import { boundaries } from "../../scripts/probe/stats/spending";
import { studentQuantile } from "../../scripts/probe/stats/student-t";
import { typicalSize } from "../../scripts/probe/stats/typical-size";
import { rangeOf, worstCaseAuc, worstCaseDifference } from "../../scripts/probe/stats/worst-case";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

/** What planning.py prints. */
interface Theirs {
  answers: number[];
  equivalence: number[];
  quantiles: number[];
  staying: number[][];
  spent: number[][];
  difference: number[];
  auc: number[];
}

const random = randomOf(12, "planning");
const numbers = (n: number): number[] => Array.from({ length: n }, () => normalDraw(random));
const strata = ["a", "b", "c"].map((name) => ({
  name,
  a: numbers(4 + random.below(9)),
  b: numbers(4 + random.below(9)),
}));
const missing = new Map([
  ["a", { a: 2, b: 1, reference: 0 }],
  ["c", { a: 0, b: 3, reference: 0 }],
]);
const ANSWERS = [0.2, 0.3, 0.5, 0.8].flatMap((g) =>
  [0.05, 0.05 / 6].map((alpha) => [g, alpha, 5] as const),
);
/** Effects of occupations with n answers per cell, and a margin. */
const EQUIVALENCE = [
  { effects: [0.1, -0.2, 0.05, 0.3, -0.1], n: 40, margin: 0.5 },
  { effects: [0.5, -0.5, 0.5, -0.5, 0], n: 48, margin: 0.5 },
  { effects: [0.01, 0.02], n: 100, margin: 0.3 },
  { effects: [1.2, -0.7, 0.4], n: 8, margin: 0.5 },
];
const QUANTILES = [
  [0.975, 10],
  [0.9, 1],
  [0.9995, 77.3],
] as const;
const FRACTIONS = [0.2, 0.4, 0.6, 0.8, 1];
const ALPHAS = [0.05, 0.1, 0.05 / 6, 0.1 / 6];

test(
  "power, boundaries and worst cases agree with statsmodels, scipy and simulation",
  async (context) => {
    const python = await pythonFor("test", context);
    const range = rangeOf(strata);
    const looks = ALPHAS.map((alpha) => ({ alpha, boundaries: boundaries(alpha, FRACTIONS) }));
    const input = {
      answers: ANSWERS,
      equivalence: EQUIVALENCE,
      quantiles: QUANTILES,
      fractions: FRACTIONS,
      looks,
      strata,
      missing: Object.fromEntries(missing),
      range,
    };
    const theirs = JSON.parse(
      execFileSync(python, [join(__dirname, "planning.py")], {
        input: JSON.stringify(input),
        encoding: "utf8",
      }),
    ) as Theirs;
    // statsmodels counts the far tail of a two-sided test too: less than a hundredth of an answer.
    ANSWERS.forEach(([g, alpha, k], at) =>
      expect(Math.abs(2 / (k * varianceToDetect(g, alpha)) - theirs.answers[at]!)).toBeLessThan(
        0.01,
      ),
    );
    EQUIVALENCE.forEach(({ effects, n, margin }, at) => {
      const [variance, df] = [2 / n, 2 * n - 2];
      const size = typicalSize(
        effects.map((effect) => ({ effect, variance, ownVariance: variance, df })),
      );
      expect(size.equivalenceP(margin)).toBeCloseTo(theirs.equivalence[at]!, 10);
      // The bound is the margin that the test would just have shown.
      const upper = size.upper(0.05);
      expect(size.equivalenceP(upper)).toBeCloseTo(upper > 0 ? 0.05 : size.equivalenceP(0), 8);
      expect(upper).toBeGreaterThanOrEqual(size.estimate);
    });
    QUANTILES.forEach(([probability, df], at) =>
      expect(studentQuantile(probability, df)).toBeCloseTo(theirs.quantiles[at]!, 9),
    );
    looks.forEach((_, at) =>
      theirs.staying[at]!.forEach((chance, k) =>
        expect(Math.abs(1 - chance - theirs.spent[at]![k]!)).toBeLessThan(2e-5),
      ),
    );
    worstCaseDifference(strata, missing, range).forEach((end, k) =>
      expect(end).toBeCloseTo(theirs.difference[k]!, 10),
    );
    worstCaseAuc(strata, missing).forEach((end, k) => expect(end).toBeCloseTo(theirs.auc[k]!, 10));
  },
  seconds(30),
);
