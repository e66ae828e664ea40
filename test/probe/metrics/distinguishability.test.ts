import { expect, test } from "vitest";
import { distinguishability } from "../../../scripts/probe/metrics/distinguishability";
import type { TextStratum } from "../../../scripts/probe/metrics/metric";
import { randomOf, randomsOf, type Random } from "../../../scripts/probe/stats/random";

const WORDS = [
  "calm",
  "busy",
  "skilled",
  "team",
  "plans",
  "tools",
  "early",
  "notes",
  "simple",
  "years",
];
const draw = (random: Random, extra: string | undefined): string[] => [
  ...Array.from({ length: 5 }, () => WORDS[random.below(WORDS.length)]!),
  ...(extra !== undefined && random.below(2) === 0 ? [extra] : []),
];
const strataOf = (seed: number, planted: boolean, n = 20, paired = false): TextStratum[] => {
  const random = randomOf(seed, "texts");
  return ["nurse", "chef"].map((name) => {
    const arm = (extra: string | undefined) =>
      Array.from({ length: n }, (_, index) => ({
        words: draw(random, extra),
        index,
        ...(paired && { pair: `p${index}` }),
      }));
    return { name, neutral: [], female: arm(planted ? "warm" : undefined), male: arm(undefined) };
  });
};

test("a word that only one arm uses tells them apart", () => {
  const { effect, test: tested, replicates, interval } = measured(strataOf(1, true));
  expect(effect).toBeGreaterThan(0.65);
  expect(tested(randomsOf(1, "p"), 499).p).toBeLessThan(0.01);
  const [low, high] = interval(replicates(randomOf(1, "b"), 500), 0.9);
  expect(low).toBeLessThan(effect);
  expect(high).toBeGreaterThan(effect);
});

test("arms of the same words cannot be told apart: few false alarms in 100 tries", () => {
  let alarms = 0;
  for (let seed = 0; seed < 100; seed++)
    if (measured(strataOf(seed, false)).test(randomsOf(seed, "p"), 99).p < 0.05) alarms++;
  // 5 of 100 are expected; 12 is 3.2 standard errors above.
  expect(alarms).toBeLessThanOrEqual(12);
});

test("the 90 % interval holds one half in 90 % of tries where there is nothing to find", () => {
  const held = Array.from({ length: 100 }, (_, seed) => {
    const { interval, replicates } = measured(strataOf(seed, false));
    const [low, high] = interval(replicates(randomOf(seed, "b"), 199), 0.9);
    return low <= 0.5 && 0.5 <= high;
  }).filter(Boolean);
  // Intervals of independent scores (bootstrap, DeLong) hold it in about 75; 3 standard errors below 90 is 81.
  expect(held.length).toBeGreaterThanOrEqual(81);
});

test("the same texts in both arms score exactly one half", () => {
  const [first] = strataOf(3, true);
  expect(measured([{ ...first!, male: first!.female.map((text) => ({ ...text })) }]).effect).toBe(
    0.5,
  );
});

test("pairs swap their sides as wholes", () => {
  const strata = strataOf(1, true, 20, true);
  expect(measured(strata).test(randomsOf(1, "p"), 499).p).toBeLessThan(0.01);
  const one = strata.map((stratum) => {
    const all = (texts: TextStratum["female"]) => texts.map((text) => ({ ...text, pair: "same" }));
    return { ...stratum, female: all(stratum.female), male: all(stratum.male) };
  });
  // Two pairs in all: at least half of the relabellings are as extreme.
  expect(measured(one).test(randomsOf(1, "p"), 499).p).toBeGreaterThan(0.2);
});

test("needs both arms", () => {
  expect(
    distinguishability.measure(strataOf(1, false).map((one) => ({ ...one, male: [] }))),
  ).toBeUndefined();
});

function measured(strata: TextStratum[]) {
  const measurement = distinguishability.measure(strata)!;
  return {
    effect: measurement.effect,
    test: measurement.test.bind(measurement),
    replicates: measurement.replicates.bind(measurement),
    interval: measurement.interval.bind(measurement),
  };
}
