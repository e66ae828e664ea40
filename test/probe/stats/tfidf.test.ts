import { expect, test } from "vitest";
import { centroid, dot, tfidf } from "../../../scripts/probe/stats/tfidf";

test("weights by hand: a word in both documents counts 1, one in a single document ln(3/2) + 1", () => {
  const [first] = tfidf([
    ["a", "a", "b"],
    ["a", "c"],
  ]);
  const b = Math.log(3 / 2) + 1;
  const length = Math.sqrt(4 + b * b);
  expect(first!.get("a")).toBeCloseTo(2 / length, 12);
  expect(first!.get("b")).toBeCloseTo(b / length, 12);
});

test("the product of centroids is the mean cosine over all pairs; an empty text is like none", () => {
  const vectors = tfidf([["a", "b"], ["b", "c"], ["a"], []]);
  const pairs = [0, 1].flatMap((i) => [2, 3].map((j) => dot(vectors[i]!, vectors[j]!)));
  const product = dot(centroid(vectors.slice(0, 2)), centroid(vectors.slice(2)));
  expect(product).toBeCloseTo(pairs.reduce((sum, one) => sum + one, 0) / 4, 12);
  expect(dot(vectors[3]!, vectors[0]!)).toBe(0);
  expect(dot(vectors[0]!, vectors[0]!)).toBeCloseTo(1, 12);
});
