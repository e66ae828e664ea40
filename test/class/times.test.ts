import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { futureTime, inZone, isOver, nextBell } from "../../scripts/class/times";

const NOW = Date.parse("2026-11-30T10:00:00Z");
const ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland"];

describe.each(ZONES)("in %s", (zone) => {
  beforeEach(() => void vi.stubEnv("TZ", zone));
  afterEach(() => void vi.unstubAllEnvs());

  test("a time without a zone gets this machine's, and is the same instant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), (minutes) => {
        const ms = NOW + minutes * 60_000;
        const written = inZone(ms);
        expect(Date.parse(written)).toBe(ms);
        // Twice a year an hour of the clock stands for two times.
        const again = Date.parse(futureTime(written.slice(0, 16), "--until", 0));
        expect([0, 3_600_000]).toContain(Math.abs(again - ms));
      }),
      { numRuns: 200 },
    );
  });

  test("a bell is the next time that the clock shows it", () => {
    for (const clock of ["00:00", "09:00", "10:00", "23:59"]) {
      const bell = nextBell(clock, "--ready-by", NOW);
      expect(bell.slice(11, 16)).toBe(clock);
      const wait = Date.parse(bell) - NOW;
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
    }
  });
});

test("a time with its zone stays as it was written; a day is its last minute", () => {
  const written = "2027-01-31T18:00+05:45";
  expect(futureTime(written, "--until", NOW)).toBe(written);
  expect(futureTime("2027-01-31", "--until", NOW)).toMatch(/^2027-01-31T23:59[+-]\d\d:\d\d$/);
});

test.each([
  "2026-11-30T09:59Z",
  "2020-01-01",
  "tomorrow",
  "2027-13-01",
  "9:00",
  "",
  "2027-02-30T25:00",
])("%j is refused as a time to come", (text) => {
  expect(() => futureTime(text, "--until", NOW)).toThrow(/^--until /);
});

test("a day is over with its end, a time at once", () => {
  expect(isOver("2026-11-30", NOW)).toBe(false);
  expect(isOver("2026-11-29", NOW)).toBe(true);
  expect(isOver("2026-11-30T12:00:00+02:00", NOW - 1)).toBe(false);
  expect(isOver("2026-11-30T12:00:00+02:00", NOW + 1)).toBe(true);
});
