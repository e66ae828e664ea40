import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { countsOf, markedWords } from "../../../scripts/probe/stats/log-odds";

const WORDS = ["team", "warm", "leads"];
const arm = (extra: number): Int32Array[] =>
  Array.from({ length: 20 }, (_, k) => Int32Array.from(k % 2 ? [0, 0, extra] : [0, 0]));
const strata = [{ a: arm(1), b: arm(2) }];
const background = countsOf(
  3,
  strata.flatMap(({ a, b }) => [...a, ...b]),
);

test("finds the words of either sample, corrected for all of them; shared words stay", () => {
  const found = markedWords(strata, WORDS, background, randomOf(1, "m"), 199);
  const byWord = Object.fromEntries(found.map((one) => [one.word, one]));
  expect(byWord.warm).toMatchObject({ a: 10, b: 0 });
  expect(byWord.warm!.z).toBeCloseTo(-byWord.leads!.z, 10);
  expect(byWord.warm!.p).toBeLessThan(0.05);
  expect(byWord.team!.z).toBeCloseTo(0, 10);
  expect(byWord.team!.p).toBe(1);
});

test("the log-odds by hand", () => {
  const alpha = (500 * 10) / 100;
  const odds = (count: number): number => (count + alpha) / (50 + 500 - count - alpha);
  const [first] = markedWords(strata, WORDS, background, randomOf(1, "m"), 19).filter(
    ({ word }) => word === "warm",
  );
  expect(first!.logOdds).toBeCloseTo(Math.log(odds(10) / odds(0)), 12);
  expect(first!.z).toBeCloseTo(
    Math.log(odds(10) / odds(0)) / Math.sqrt(1 / (10 + alpha) + 1 / alpha),
    12,
  );
});
