import { expect, test } from "vitest";
import { centroid, dot, tfidf } from "../../../scripts/probe/stats/tfidf";

test("weights by hand: a word in both documents counts 1, one in a single document ln(3/2) + 1", () => {
  const [first] = tfidf([
    ["a", "a", "b"],
    ["a", "c"],
  ]);
  const b = Math.log(3 / 2) + 1;
  const length = Math.sqrt(4 + b * b);
  expect([...first!.ids]).toEqual([0, 1]);
  expect(first!.weights[0]).toBeCloseTo(2 / length, 12);
  expect(first!.weights[1]).toBeCloseTo(b / length, 12);
});

test("the product with a centroid is the mean cosine; an empty text is like none", () => {
  const vectors = tfidf([["a", "b"], ["b", "c"], ["a"], []]);
  const cosine = (i: number, j: number): number => dot(vectors[i]!, centroid([vectors[j]!]));
  expect(dot(vectors[0]!, centroid(vectors.slice(1, 3)))).toBeCloseTo(
    (cosine(0, 1) + cosine(0, 2)) / 2,
    12,
  );
  expect(cosine(3, 0)).toBe(0);
  expect(cosine(0, 3)).toBe(0);
  expect(cosine(0, 0)).toBeCloseTo(1, 12);
});
