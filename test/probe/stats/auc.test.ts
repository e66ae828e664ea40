import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { auc, delongVariance, meanAuc, nullAucVariance } from "../../../scripts/probe/stats/auc";
import { bootstrapAuc } from "../../../scripts/probe/stats/auc-bootstrap";
import { mean, variance } from "../../../scripts/probe/stats/strata";

test("counts pairs, ties half: by hand 3 wins and one tie of 6", () => {
  expect(auc([3, 2], [1, 2, 5])).toBeCloseTo((2 + 1.5) / 6, 12);
  expect(auc([1, 2], [1, 2])).toBe(0.5);
  expect(auc([9], [1])).toBe(1);
});

test("many scores are counted as few are: the blocks of a large sample add up", () => {
  const random = randomOf(3, "many");
  const draw = (count: number): number[] => Array.from({ length: count }, () => random.below(50));
  const [a, b] = [draw(400), draw(200)];
  const blocks = Array.from({ length: 20 }, (_, k) => auc(a.slice(20 * k, 20 * k + 20), b));
  expect(auc(a, b)).toBeCloseTo(mean(blocks), 12);
});

test("the null variance is Mann and Whitney's, averaged over strata", () => {
  const one = { name: "a", a: [1, 2, 3], b: [1, 2] };
  expect(nullAucVariance([one])).toBeCloseTo(6 / (12 * 6), 12);
  expect(nullAucVariance([one, one])).toBeCloseTo(6 / (12 * 6) / 2, 12);
});

test("DeLong's variance by hand, and near the bootstrap's", () => {
  // Placements of F among M: ½ and 1, variance ⅛; of M among F: 0 and ½, variance ⅛; two texts each.
  const tiny = { name: "a", a: [2, 4], b: [1, 3] };
  expect(delongVariance([tiny])).toBeCloseTo(0.125 / 2 + 0.125 / 2, 12);
  const random = randomOf(1, "auc");
  const draw = (shift: number): number[] =>
    Array.from({ length: 60 }, () => random.below(1000) + shift);
  const strata = ["a", "b"].map((name) => ({ name, a: draw(200), b: draw(0) }));
  const replicates = bootstrapAuc(strata, randomOf(2, "auc"), 2000);
  expect(variance([...replicates]) / delongVariance(strata)).toBeGreaterThan(0.8);
  expect(variance([...replicates]) / delongVariance(strata)).toBeLessThan(1.2);
  expect(meanAuc(strata)).toBeGreaterThan(0.6);
});

test("pairs are drawn as wholes: copies of a pair make no narrower interval", () => {
  const random = randomOf(4, "pairs");
  const pairs = Array.from({ length: 12 }, (_, k) => ({
    name: `p${k}`,
    f: random.below(100),
    m: random.below(100),
  }));
  const stratum = (copies: number) => ({
    name: "a",
    a: pairs.flatMap(({ f }) => new Array<number>(copies).fill(f)),
    b: pairs.flatMap(({ m }) => new Array<number>(copies).fill(m)),
    pairs: {
      a: pairs.flatMap(({ name }) => new Array<string>(copies).fill(name)),
      b: pairs.flatMap(({ name }) => new Array<string>(copies).fill(name)),
    },
  });
  const spread = (copies: number): number =>
    variance([...bootstrapAuc([stratum(copies)], randomOf(5, "p"), 2000)]);
  expect(spread(10) / spread(1)).toBeCloseTo(1, 6);
});
