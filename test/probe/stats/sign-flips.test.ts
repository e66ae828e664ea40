import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { signFlips } from "../../../scripts/probe/stats/sign-flips";

/** All signs, each as text. */
function drawn(units: number, most: number): { isExact: boolean; signs: string[] } {
  const flips = signFlips(units, most, randomOf(1, "flips"));
  const own = new Int8Array(units);
  const signs = Array.from({ length: flips.count }, () => {
    flips.next(own);
    return own.join();
  });
  return { isExact: flips.isExact, signs };
}

test("few units change signs in every way but the observed one, each once", () => {
  const { isExact, signs } = drawn(5, 9_999);
  expect(isExact).toBe(true);
  expect(new Set(signs).size).toBe(31);
  expect(signs).not.toContain("1,1,1,1,1");
  expect(signs).toContain("-1,-1,-1,-1,-1");
});

test.each([14, 60])("%d units change signs at random, each as often as not", (units) => {
  const { isExact, signs } = drawn(units, 2_000);
  expect(isExact).toBe(false);
  expect(signs).toHaveLength(2_000);
  const minus = signs.join().split("-").length - 1;
  expect(Math.abs(minus / (2_000 * units) - 0.5)).toBeLessThan(0.02);
});
