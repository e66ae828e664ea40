import { expect, test } from "vitest";
import { holm } from "../../../scripts/probe/stats/holm";
import { minPTest, stepDownMinP } from "../../../scripts/probe/stats/min-p";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";

test("min-p is exact: of all 8 orders of three binary statistics the observed one is the most extreme", () => {
  // Bits of 1 to 7 are the permutations, 7 (all ones) was observed as well.
  const bit = (j: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((row) => (row >> j) & 1);
  // Each statistic is 1 in half of the eight rows: every row but 000 holds a p of .5.
  const { p, adjusted, relabelled } = minPTest([1, 1, 1], [bit(0), bit(1), bit(2)]);
  expect([p, adjusted]).toEqual([7 / 8, [7 / 8, 7 / 8, 7 / 8]]);
  expect([...relabelled]).toEqual([7 / 8, 1, ...new Array<number>(6).fill(7 / 8)]);
});

/** p values of two-sided tests, one column a test: `count` rows that correlate with each other by `r`. */
function columnsOf(tests: number, count: number, r: number, seed: number): Float64Array[] {
  const random = randomOf(seed, "columns");
  const rows = Array.from({ length: count }, () => {
    const common = normalDraw(random);
    return Array.from({ length: tests }, () =>
      Math.abs(Math.sqrt(r) * common + Math.sqrt(1 - r) * normalDraw(random)),
    );
  });
  return Array.from({ length: tests }, (_, j) => {
    const [observed = 0, ...permuted] = rows.map((row) => row[j]!);
    return minPTest([observed], [permuted]).relabelled;
  });
}
const familyOf = (columns: readonly Float64Array[], alike?: (k: number) => string) =>
  stepDownMinP(
    columns.map((relabelled, k) => ({ p: relabelled[0]!, relabelled, alike: alike?.(k) })),
  );

test("tests that say the same are corrected for one, unrelated ones nearly as after Holm", () => {
  const [column] = columnsOf(1, 1_000, 0, 1);
  const same = familyOf([column!, column!, column!]);
  same.forEach((p) => expect(p).toBe(column![0]));
  const columns = columnsOf(5, 4_000, 0, 2);
  const after = holm(columns.map((one) => one[0]!));
  familyOf(columns).forEach((p, k) => {
    expect(p).toBeLessThanOrEqual(after[k]! + 0.01);
    // 1 − (1 − p)^m for m unrelated tests, at the first step.
    if (after[k] === Math.min(...after)) expect(p).toBeCloseTo(1 - (1 - after[k] / 5) ** 5, 1);
  });
});

test("tests that were not relabelled alike are added: alone they are corrected after Holm", () => {
  const columns = columnsOf(4, 999, 0.5, 3);
  const p = columns.map((one) => one[0]!);
  familyOf(columns, String).forEach((one, k) => expect(one).toBeCloseTo(holm(p)[k]!, 9));
  const [a, b, c, d] = columns;
  const two = (k: number): string => (k < 2 ? "x" : "y");
  const smallest = Math.min(...p);
  const share = (one: Float64Array, other: Float64Array): number =>
    one.filter((value, r) => Math.min(value, other[r]!) <= smallest).length / one.length;
  const found = familyOf([a!, b!, c!, d!], two)[p.indexOf(smallest)];
  expect(found).toBeCloseTo(Math.min(1, share(a!, b!) + share(c!, d!)), 9);
});

test("columns of different lengths are joined on the rows that they share", () => {
  const [long, other] = columnsOf(2, 1_000, 0.9, 4);
  const short = other!.slice(0, 400);
  const found = familyOf([long!, short]);
  const least = Math.min(long![0]!, short[0]!);
  const rows = short.filter((value, r) => Math.min(value, long![r]!) <= least).length;
  expect(Math.min(...found)).toBe(rows / 400);
});

test("no more than 5 % of families without a difference have a p below .05, and few less where tests correlate", () => {
  const runs = 1_000;
  const alarms = (r: number) => {
    let [joint, apart] = [0, 0];
    for (let seed = 0; seed < runs; seed++) {
      const columns = columnsOf(6, 200, r, seed);
      if (Math.min(...familyOf(columns)) <= 0.05) joint++;
      if (Math.min(...familyOf(columns, String)) <= 0.05) apart++;
    }
    return { joint: joint / runs, apart: apart / runs };
  };
  const error = Math.sqrt((0.05 * 0.95) / runs);
  const { joint, apart } = alarms(0.8);
  expect(Math.abs(joint - 0.05)).toBeLessThan(3.5 * error);
  expect(apart).toBeLessThan(joint - 3 * error);
});

test("a test that differs does not cost the others: they are corrected for those that are left", () => {
  const columns = columnsOf(2, 999, 0, 6);
  const certain = Float64Array.from(columns[0]!, (_, r) => (r === 0 ? 0.001 : 1));
  const [, p] = familyOf([certain, columns[1]!]);
  expect(p).toBe(columns[1]![0]);
});
