import fc from "fast-check";
import { expect, test } from "vitest";
import { RateWindow } from "../../../scripts/probe/pacing/rate-window";

test("never lets more than the limit into any period, whatever the phase", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 60 }),
      (amounts) => {
        const window = new RateWindow({ count: 10, renewalPeriod: 60 });
        let now = 0;
        const sent = amounts.map((amount, order) => {
          now += window.waitFor(amount, now);
          expect(window.waitFor(amount, now)).toBe(0);
          window.count(order, amount, now);
          return { at: now, amount };
        });
        for (const { at } of sent) {
          const inPeriod = sent.filter((other) => other.at >= at && other.at < at + 60_000);
          expect(inPeriod.reduce((sum, other) => sum + other.amount, 0)).toBeLessThanOrEqual(10);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("what is larger than the limit never fits; without a limit everything does", () => {
  expect(new RateWindow({ count: 10, renewalPeriod: 60 }).waitFor(11, 0)).toBe(Infinity);
  expect(new RateWindow().waitFor(1e9, 0)).toBe(0);
});

test("what was not charged after all frees its place", () => {
  const window = new RateWindow({ count: 10, renewalPeriod: 60 });
  window.count(0, 6, 0);
  window.count(1, 4, 0);
  expect(window.waitFor(6, 10)).toBeGreaterThan(59_000);
  window.refund(0);
  expect(window.waitFor(6, 10)).toBe(0);
});
