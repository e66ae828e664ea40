import { expect, test } from "vitest";
import { sentiment, valenceOf } from "../../../scripts/probe/metrics/sentiment";

test("adds valences per 100 words", () => {
  // AFINN-165: good +3, bad −3, outstanding +5.
  expect([
    valenceOf("good"),
    valenceOf("bad"),
    valenceOf("outstanding"),
    valenceOf("table"),
  ]).toEqual([3, -3, 5, 0]);
  expect(sentiment.score(["outstanding", "bad", "table", "chair"])).toBeCloseTo(50, 12);
  expect(sentiment.score([])).toBe(0);
});

test("names of object properties have no valence", () => {
  expect(valenceOf("constructor")).toBe(0);
});
