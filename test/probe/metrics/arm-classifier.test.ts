import { expect, test } from "vitest";
import { labellingOf, relabeller } from "../../../scripts/probe/metrics/arm-classifier";
import { byGender, type Text, type TextStratum } from "../../../scripts/probe/metrics/metric";
import { permutationPool } from "../../../scripts/probe/stats/permutation-pool";
import { randomsOf } from "../../../scripts/probe/stats/random";
import { mean } from "../../../scripts/probe/stats/strata";

/** Texts with a score of their own, the square of their place. */
const stratum = (name: string, women: number, men: number, paired = false): TextStratum => {
  const textsOf = (count: number, first: number): Text[] =>
    Array.from({ length: count }, (_, index) => ({
      words: [],
      index,
      outcome: (first + index) ** 2,
      pair: paired ? `p${index}` : undefined,
    }));
  return { name, neutral: [], female: textsOf(women, 0), male: textsOf(men, women) };
};

test.each([
  ["unequal arms", [stratum("nurse", 7, 9), stratum("chef", 5, 3)]],
  ["pairs", [stratum("nurse", 6, 6, true), stratum("chef", 4, 4, true)]],
  ["one answer per question", [stratum("nurse", 1, 1), stratum("chef", 1, 1)]],
])("the classifier's texts are relabelled as those of the other measures: %s", (_, strata) => {
  const streams = randomsOf(1, "p");
  const observed = labellingOf(strata);
  const relabel = relabeller(observed, streams);
  const pools = strata.map((one) =>
    permutationPool([byGender(one, ({ outcome = 0 }) => outcome)], streams(one.name)),
  );
  for (let permutation = 0; permutation < 50; permutation++) {
    const { female, fold } = relabel();
    observed.blocks.forEach(({ first, size }, k) => {
      const arm = (inA: number): number =>
        mean(
          Array.from({ length: size }, (_, i) => i)
            .filter((i) => female[first + i] === inA)
            .map((i) => i ** 2),
        );
      expect(arm(1) - arm(0)).toBeCloseTo(pools[k]!.draw()[0]!, 9);
    });
    // The folds keep their sizes in each arm.
    const groups = (of: Uint8Array, folds: Uint8Array): string[] =>
      Array.from(of, (value, i) => `${value} ${folds[i]!}`).sort();
    expect(groups(female, fold)).toEqual(groups(observed.female, observed.fold));
  }
});

test("folds are drawn anew for both arms", () => {
  const strata = [stratum("nurse", 5, 5)];
  const relabel = relabeller(labellingOf(strata), randomsOf(1, "p"));
  const seen = Array.from({ length: 10 }, () => new Set<number>());
  for (let permutation = 0; permutation < 300; permutation++)
    relabel().fold.forEach((fold, i) => seen[i]!.add(fold));
  expect(seen.map(({ size }) => size)).toEqual(new Array<number>(10).fill(5));
});
