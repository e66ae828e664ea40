import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";

const draws = (seed: number, label: string): number[] => {
  const random = randomOf(seed, label);
  return Array.from({ length: 20 }, () => random.below(1000));
};

test("the same seed and label repeat; another seed or label does not", () => {
  expect(draws(1, "a")).toEqual(draws(1, "a"));
  expect(draws(1, "b")).not.toEqual(draws(1, "a"));
  expect(draws(2, "a")).not.toEqual(draws(1, "a"));
});

test("draws lie below the bound and reach all of it", () => {
  const random = randomOf(7, "range");
  const seen = new Set(Array.from({ length: 500 }, () => random.below(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});

test("a shuffle keeps every item", () => {
  const items = Array.from({ length: 30 }, (_, k) => k);
  const shuffled = randomOf(1, "s").shuffle([...items]);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
});
