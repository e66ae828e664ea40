import fc from "fast-check";
import { expect, test } from "vitest";
import {
  endOf,
  expiryOf,
  isOverdue,
  spanText,
  timeText,
} from "../../../scripts/class/board/moments";
import { SEAT_STATES } from "../../../scripts/class/seat-state";
import { NOW } from "../../support/class/sample-class";

const HOUR = 3_600_000;

test("a date alone ends with its day in UTC; a time needs a zone", () => {
  expect(endOf("2026-12-06")).toBe(Date.parse("2026-12-07T00:00:00Z"));
  expect(endOf("2026-12-06T18:00:00+01:00")).toBe(Date.parse("2026-12-06T17:00:00Z"));
  for (const text of ["2026-12-06T18:00:00", "tomorrow", "", "2026-13-40", "2026"])
    expect(endOf(text), text).toBeUndefined();
});

test("no text makes an expiry anything but a time or unknown", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (expires) => {
      const expiry = expiryOf({ expires }, NOW);
      expect(expiry === undefined || Number.isFinite(expiry.at)).toBe(true);
    }),
  );
});

test.each([
  [25, "later", "in 25 hours"],
  [24, "soon", "in 24 hours"],
  [0.5, "soon", "in 30 minutes"],
  [0, "past", "expired 0 minutes ago"],
  [-50, "past", "expired 2 days ago"],
])("an expiry in %d hours is %s: %s", (hours, nearness, distance) => {
  const expires = new Date(NOW + hours * HOUR).toISOString();
  expect(expiryOf({ expires }, NOW)).toMatchObject({ nearness, distance });
});

test("a length of time is never rounded up", () => {
  expect([59_999, 60_000, HOUR, 48 * HOUR - 1].map(spanText)).toEqual([
    "0 minutes",
    "1 minute",
    "1 hour",
    "47 hours",
  ]);
});

test("a time keeps the zone that it was written in", () => {
  expect(timeText("2026-12-06T18:00:00+01:00")).toBe("2026-12-06 18:00 +01:00");
  expect(timeText("2026-12-06T18:00:00.123Z")).toBe("2026-12-06 18:00 UTC");
  expect(timeText("2026-12-06")).toBe("2026-12-06");
});

const overdue = (readyBy: string | null, ready: string | null = null): string[] =>
  SEAT_STATES.filter((state) => isOverdue({ state, ready }, { readyBy }, NOW));

test("overdue is what should be ready by the bell and is not; without a bell nothing is", () => {
  const rung = new Date(NOW).toISOString();
  expect(overdue(rung)).toEqual(["waiting", "starting", "unhealthy", "failed", "skipped"]);
  expect(overdue(new Date(NOW + 1).toISOString())).toEqual([]);
  expect(overdue(null)).toEqual([]);
  expect(overdue("at nine")).toEqual([]);
});

test("what was ready by the bell and is not any more is not overdue", () => {
  const rung = new Date(NOW - HOUR).toISOString();
  expect(overdue(rung, new Date(NOW - HOUR).toISOString())).toEqual([]);
  expect(overdue(rung, new Date(NOW - 1).toISOString())).toContain("unhealthy");
});
