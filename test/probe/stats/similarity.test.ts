import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { similarity } from "../../../scripts/probe/stats/similarity";
import { centroid, dot, tfidf } from "../../../scripts/probe/stats/tfidf";

const F = [
  ["a", "b"],
  ["a", "c"],
  ["b", "d"],
  ["a", "d"],
];
const M = [
  ["e", "b"],
  ["e", "c"],
  ["c", "d"],
];

test("between and within are mean cosines over pairs of different texts", () => {
  const { between, within, difference } = similarity([{ a: F, b: M }], randomOf(1, "s"), 19)!;
  const vectors = tfidf([...F, ...M]);
  const average = (pairs: [number, number][]): number =>
    pairs.reduce((sum, [i, j]) => sum + dot(vectors[i]!, centroid([vectors[j]!])), 0) /
    pairs.length;
  const pairsOf = (a: number[], b: number[]): [number, number][] =>
    a.flatMap((i) => b.filter((j) => i !== j).map((j): [number, number] => [i, j]));
  const [f, m] = [
    [0, 1, 2, 3],
    [4, 5, 6],
  ] as const;
  expect(between).toBeCloseTo(average(pairsOf([...f], [...m])), 12);
  expect(within).toBeCloseTo(
    (average(pairsOf([...f], [...f])) + average(pairsOf([...m], [...m]))) / 2,
    12,
  );
  expect(difference).toBeLessThan(0);
});

test("samples of one source differ by chance only; samples of two do not", () => {
  const random = randomOf(2, "texts");
  const texts = (words: string) =>
    Array.from({ length: 20 }, () =>
      Array.from({ length: 6 }, () => words[random.below(words.length)]!),
    );
  expect(
    similarity([{ a: texts("abcdefgh"), b: texts("abcdefgh") }], randomOf(1, "s"), 199)!.p,
  ).toBeGreaterThan(0.05);
  expect(similarity([{ a: texts("abcdef"), b: texts("cdefgh") }], randomOf(1, "s"), 199)!.p).toBe(
    1 / 200,
  );
  expect(similarity([{ a: [["a"]], b: texts("ab") }], randomOf(1, "s"), 9)).toBeUndefined();
});
