import { expect, test } from "vitest";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";
import { boundaries, spent } from "../../../scripts/probe/stats/spending";

const FRACTIONS = [0.2, 0.4, 0.6, 0.8, 1];

test("gives the published boundaries for five equal looks at .05", () => {
  const expected = [4.877, 3.357, 2.68, 2.29, 2.031];
  boundaries(0.05, FRACTIONS).forEach((z, k) => expect(z).toBeCloseTo(expected[k]!, 3));
});

test("one look is the ordinary test, and everything is spent at the end", () => {
  expect(boundaries(0.05, [1])[0]).toBeCloseTo(1.959964, 5);
  expect(spent(0.025, 1)).toBeCloseTo(0.025, 12);
});

/** Share of null runs that ever cross: one Brownian path a run, looked at five times. */
function crossing(limits: readonly number[], runs: number): number {
  const random = randomOf(7, "paths");
  let crossed = 0;
  for (let r = 0; r < runs; r++) {
    let sum = 0;
    if (
      limits
        .map((z, k) => Math.abs((sum += normalDraw(random)) / Math.sqrt(k + 1)) >= z)
        .includes(true)
    )
      crossed++;
  }
  return crossed / runs;
}

test("20,000 null runs cross in at most 5.5 %; naive peeking crosses in about 14 %", () => {
  const error = crossing(boundaries(0.05, FRACTIONS), 20_000);
  expect(error).toBeLessThanOrEqual(0.055);
  expect(error).toBeGreaterThan(0.044);
  const naive = crossing(new Array<number>(5).fill(1.959964), 20_000);
  expect(naive).toBeGreaterThan(0.055);
  expect(naive).toBeCloseTo(0.142, 2);
});
