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
  expect(model.scores[0]).toBeCloseTo(oddsOfX + withoutY, 12);
  expect(model.scores[1]).toBe(model.scores[0]);
});

test("a text never counts in its own model: its lone word says nothing", () => {
  const lone = new CrossFit(presenceOf([["only"], ["a"], ["a"], ["a"]]));
  lone.fit(Uint8Array.from([1, 0, 1, 0]), Uint8Array.from([0, 0, 1, 1]));
  expect(lone.scores[0]).toBeCloseTo(0, 12);
});
