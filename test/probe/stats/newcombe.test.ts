import { expect, test } from "vitest";
import { newcombe } from "../../../scripts/probe/stats/newcombe";

const share = (ones: number, of: number): number[] =>
  Array.from({ length: of }, (_, k) => (k < ones ? 1 : 0));

test("Newcombe's own example: 56/70 − 48/80 is 0.0524 to 0.3339", () => {
  const [low, high] = newcombe([{ name: "a", a: share(56, 70), b: share(48, 80) }], 0.95);
  expect(low).toBeCloseTo(0.0524, 4);
  expect(high).toBeCloseTo(0.3339, 4);
});

test("equal strata are pooled: four of 20 are one of 80", () => {
  const strata = ["a", "b", "c", "d"].map((name) => ({
    name,
    a: share(5, 20),
    b: share(2, 20),
  }));
  const pooled = newcombe([{ name: "all", a: share(20, 80), b: share(8, 80) }], 0.9);
  newcombe(strata, 0.9).forEach((end, k) => expect(end).toBeCloseTo(pooled[k]!, 12));
});

test("copies within a pair are one observation", () => {
  const names = share(0, 40).map((_, k) => `p${Math.floor(k / 4)}`);
  const four = newcombe(
    [
      {
        name: "a",
        a: share(20, 40),
        b: share(20, 40),
        pairs: { a: names, b: names },
      },
    ],
    0.95,
  );
  newcombe([{ name: "a", a: share(5, 10), b: share(5, 10) }], 0.95).forEach((end, k) =>
    expect(four[k]).toBeCloseTo(end, 12),
  );
});
