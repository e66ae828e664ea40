import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { randomOf } from "../../scripts/probe/stats/random";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { equivalencePower, varianceToDetect } from "../../scripts/probe/stats/power";
import { boundaries } from "../../scripts/probe/stats/spending";
import { rangeOf, worstCaseAuc, worstCaseDifference } from "../../scripts/probe/stats/worst-case";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

/** What planning.py prints. */
interface Theirs {
  answers: number[];
  inside: number[];
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
const INSIDE = [
  [0.01, 0.4, false, 0.05],
  [0.02, 0.3, false, 0.041],
  [0.0017, 0.1, true, 0.05],
  [0.0009, 0.15, false, 0.05],
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
      inside: INSIDE,
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
    // Four standard errors of two million draws.
    INSIDE.forEach(([variance, margin, oneSided, level], at) =>
      expect(
        Math.abs(equivalencePower(variance, margin, oneSided, level) - theirs.inside[at]!),
      ).toBeLessThan(0.0015),
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
