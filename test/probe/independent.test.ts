import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { distinguishability } from "../../scripts/probe/metrics/distinguishability";
import { markedness } from "../../scripts/probe/metrics/markedness";
import { randomOf } from "../../scripts/probe/stats/random";
import { heterogeneity } from "../../scripts/probe/score/gate/robustness";
import { auc, delongVariance } from "../../scripts/probe/stats/auc";
import { benjaminiHochberg } from "../../scripts/probe/stats/benjamini-hochberg";
import { binomialTest } from "../../scripts/probe/stats/binomial";
import { chiSquareTail } from "../../scripts/probe/stats/chi-square";
import { hedges } from "../../scripts/probe/stats/hedges";
import { holm } from "../../scripts/probe/stats/holm";
import { markedWords } from "../../scripts/probe/stats/log-odds";
import { newcombe } from "../../scripts/probe/stats/newcombe";
import { normalCdf, normalDraw, normalQuantile } from "../../scripts/probe/stats/normal";
import { permutationTest } from "../../scripts/probe/stats/permutation";
import { wilson } from "../../scripts/probe/stats/wilson";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

/** What independent.py prints. */
interface Theirs {
  hedges: { g: number; difference: number; sd: number }[];
  cochran: { q: number; p: number }[];
  permutation: number;
  classified: { scores: number[]; auc: number };
  markedness: { female: number[]; male: number[] };
  auc: number[];
  mannWhitney: number[];
  delong: number[];
  holm: number[];
  bh: number[];
  newcombe: number[][];
  wilson: number[][];
  binomial: number[];
  cdf: number[];
  quantile: number[];
  chi2: number[];
  logOdds: number[];
}

const random = randomOf(11, "independent");
const numbers = (n: number): number[] => Array.from({ length: n }, () => normalDraw(random));
/** Rounded, so that there are ties. */
const coarse = (n: number): number[] => numbers(n).map((value) => Math.round(2 * value) / 2);
const WORDS = "team plans calm busy notes warm leads tools years skill".split(" ");
const words = (): string[] =>
  Array.from({ length: 2 + random.below(8) }, () => WORDS[random.below(WORDS.length)]!);
const range = <T>(n: number, make: (k: number) => T): T[] =>
  Array.from({ length: n }, (_, k) => make(k));
const share = (ones: number, of: number): number[] => range(of, (k) => (k < ones ? 1 : 0));

const strata = range(6, () =>
  range(2 + random.below(6), (k) => ({
    name: `s${k}`,
    a: numbers(3 + random.below(20)),
    b: numbers(3 + random.below(20)),
  })),
);
// Equal arms: scipy doubles the smaller tail, which is the two-sided p of |D| only where both tails are alike.
const small = [{ name: "a", a: [1.2, 3.1, 2.2, 5.5], b: [0.3, 1.9, 2.8, 1.1] }];
const pairs = range(6, () => [coarse(4 + random.below(30)), coarse(4 + random.below(30))] as const);
const shares = [
  [8, 10, 3, 12],
  [0, 8, 0, 9],
  [29, 31, 20, 40],
  [1, 40, 0, 40],
] as const;
const p = range(9, () => random.below(1000) / 5000);
const z = [-8, -3.3, -1, -0.2, 0, 0.7, 2.5, 4];
const chi2 = [
  [0.3, 1],
  [3, 2],
  [11, 5],
  [40, 29],
  [310, 299],
  [0.01, 4],
] as const;
const texts = ["nurse", "chef", "cook"].map((name) => ({
  name,
  neutral: range(9, (index) => ({ words: words(), index })),
  female: range(11, (index) => ({ words: words(), index })),
  male: range(8, (index) => ({ words: words(), index })),
}));
const counts = { female: [20, 5, 0, 7], male: [18, 9, 6, 0], background: [60, 20, 9, 8] };

const near = (ours: number, theirs: number): void => {
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
};

test(
  "every formula agrees with scipy, scikit-learn and statsmodels to 1e-9",
  async (context) => {
    const python = await pythonFor("test", context);
    const input = {
      strata,
      small,
      pairs,
      p,
      shares,
      z,
      chi2,
      words: counts,
      texts: texts.flatMap(({ name, female, male }) =>
        [female, male].flatMap((arm, k) =>
          arm.map((text) => ({ ...text, stratum: name, female: 1 - k })),
        ),
      ),
      arms: Object.fromEntries(
        (["neutral", "female", "male"] as const).map((arm) => [
          arm,
          texts[0]![arm].map((t) => t.words),
        ]),
      ),
    };
    const theirs = JSON.parse(
      execFileSync(python, [join(__dirname, "independent.py")], {
        input: JSON.stringify(input),
        encoding: "utf8",
      }),
    ) as Theirs;

    strata.forEach((one, k) => {
      const ours = hedges(one);
      for (const key of ["g", "difference", "sd"] as const) near(ours[key], theirs.hedges[k]![key]);
      near(heterogeneity(one)!.q, theirs.cochran[k]!.q);
      near(heterogeneity(one)!.p, theirs.cochran[k]!.p);
    });
    // Four standard errors of 9,999 draws.
    expect(Math.abs(permutationTest(small, randomOf(1, "p")) - theirs.permutation)).toBeLessThan(
      0.02,
    );
    const told = distinguishability.measure(texts)!;
    near(told.effect, theirs.classified.auc);
    told.strata
      .flatMap(({ a, b }) => [...a, ...b])
      .forEach((one, k) => near(one, theirs.classified.scores[k]!));
    const [marked] = markedness.measure([texts[0]!])!.strata;
    marked!.a.forEach((one, k) => near(one, theirs.markedness.female[k]!));
    marked!.b.forEach((one, k) => near(one, theirs.markedness.male[k]!));
    pairs.forEach(([a, b], k) => {
      near(auc(a, b), theirs.auc[k]!);
      near(auc(a, b), theirs.mannWhitney[k]!);
      near(delongVariance([{ name: "a", a, b }]), theirs.delong[k]!);
    });
    holm(p).forEach((one, k) => near(one, theirs.holm[k]!));
    benjaminiHochberg(p).forEach((one, k) => near(one, theirs.bh[k]!));
    shares.forEach(([k1, n1, k2, n2], k) => {
      const interval = newcombe([{ name: "a", a: share(k1, n1), b: share(k2, n2) }], 0.9);
      interval.forEach((end, side) => near(end, theirs.newcombe[k]![side]!));
      wilson(k1, n1).forEach((end, side) => near(end, theirs.wilson[k]![side]!));
      near(binomialTest(k1, n1, n2 / (n1 + n2)), theirs.binomial[k]!);
    });
    z.forEach((one, k) => {
      near(normalCdf(one), theirs.cdf[k]!);
      if (one > -8) near(normalQuantile(normalCdf(one)), theirs.quantile[k]!);
    });
    chi2.forEach(([x, df], k) => near(chiSquareTail(x, df), theirs.chi2[k]!));
    const arm = (of: readonly number[]): Int32Array[] => [
      Int32Array.from(of.flatMap((n, word) => new Array<number>(n).fill(word))),
    ];
    const names = ["a", "b", "c", "d"];
    const found = markedWords(
      [{ a: arm(counts.female), b: arm(counts.male) }],
      names,
      Float64Array.from(counts.background),
      randomOf(1, "m"),
      1,
    );
    for (const { word, z: ours } of found) near(ours, theirs.logOdds[names.indexOf(word)]!);
    expect(found).toHaveLength(4);
  },
  seconds(30),
);
