import { expect, test } from "vitest";
import { CrossFit, presenceOf } from "../../../scripts/probe/stats/naive-bayes";

test("numbers distinct words, sorted", () => {
  const { texts, words } = presenceOf([["b", "a", "b"], ["c", "a"], []]);
  expect([...texts].map((text) => [...text])).toEqual([[0, 1], [1, 2], []]);
  expect(words).toBe(3);
});

test("a score by hand: the other folds hold one text of each arm", () => {
  // Fold 0: F "x", M "x". Fold 1: F "x y", M "y". Model for fold 0: counts F x1 y1, M x0 y1, sizes 1 and 1.
  const model = new CrossFit(presenceOf([["x"], ["x"], ["x", "y"], ["y"]]));
  model.fit(Uint8Array.from([1, 0, 1, 0]), Uint8Array.from([0, 0, 1, 1]));
  const oddsOfX = Math.log(2 / 3) - Math.log(1 / 3);
  const withoutY = Math.log(1 / 3) - Math.log(1 / 3);
  expect(model.scores[0]).toBeCloseTo(oddsOfX + withoutY, 9);
  expect(model.scores[1]).toBe(model.scores[0]);
});

test("a text never counts in its own model: its lone word says nothing", () => {
  const lone = new CrossFit(presenceOf([["only"], ["a"], ["a"], ["a"]]));
  lone.fit(Uint8Array.from([1, 0, 1, 0]), Uint8Array.from([0, 0, 1, 1]));
  expect(lone.scores[0]).toBeCloseTo(0, 12);
});

test("equal odds are a tie, in whatever order they are added up", () => {
  const ones = Array.from({ length: 30 }, (_, k) => `one${k}`);
  const others = ones.map((word) => word.replace("one", "other")).reverse();
  // Both words of a number are in the same texts, so that they weigh the same.
  const rest = Array.from({ length: 40 }, (_, k) => [
    ...ones.slice(0, k % 31),
    ...others.slice(30 - (k % 31)),
  ]);
  const model = new CrossFit(presenceOf([ones, others, ...rest]));
  const inA = Uint8Array.from({ length: 42 }, (_, k) => Number(k % 3 === 0));
  const fold = Uint8Array.from({ length: 42 }, (_, k) => (k < 2 ? 0 : 1 + (k % 4)));
  model.fit(inA, fold);
  expect(model.scores[0]).not.toBe(0);
  expect(model.scores[0]).toBe(model.scores[1]);
});
