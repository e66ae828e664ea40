import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, minutesText, minutesToday, useOf } from "../../scripts/class/allowance";
import { type ClusterEvent, workedBetween } from "../../scripts/class/worked-time";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(text);
const event = (time: string, type: string): ClusterEvent => ({ timestamp: at(time), type });

test.each([
  ["Europe/Berlin", "2026-11-30T12:00Z", "2026-11-29T23:00Z", 24],
  ["Europe/Berlin", "2026-03-29T12:00Z", "2026-03-28T23:00Z", 23],
  ["Europe/Berlin", "2026-10-25T12:00Z", "2026-10-24T22:00Z", 25],
  // Where clocks change at midnight, the day begins at 01:00.
  ["Africa/Cairo", "2026-04-24T12:00Z", "2026-04-23T22:00Z", 23],
  // The hour after midnight comes twice.
  ["America/Havana", "2026-11-01T12:00Z", "2026-11-01T04:00Z", 25],
  ["Asia/Kathmandu", "2026-11-30T12:00Z", "2026-11-29T18:15Z", 24],
  // The first moment belongs to its day, and the last one to the day before.
  ["Europe/Berlin", "2026-11-29T23:00Z", "2026-11-29T23:00Z", 24],
  ["Europe/Berlin", "2026-11-29T22:59:59.999Z", "2026-11-28T23:00Z", 24],
])("in %s, %s is in a day that begins at %s and has %d hours", (zone, now, start, hours) => {
  const day = dayOf(at(now), zone);
  expect([new Date(day.start).toISOString(), (day.end - day.start) / HOUR]).toEqual([
    new Date(start).toISOString(),
    hours,
  ]);
});

test.each([
  ["nothing happened", [], 0],
  ["it runs since yesterday", [event("2026-11-29T20:00Z", "RUNNING")], 60],
  [
    "it ran across midnight, and once more",
    [
      event("2026-11-29T22:30Z", "RUNNING"),
      event("2026-11-29T23:10Z", "TERMINATING"),
      event("2026-11-29T23:30Z", "RUNNING"),
      event("2026-11-29T23:45Z", "TERMINATING"),
    ],
    25,
  ],
  ["it never ran, and its start failed", [event("2026-11-29T23:10Z", "TERMINATING")], 0],
  ["it was stopped yesterday", [event("2026-11-29T22:50Z", "TERMINATING")], 0],
])("at 01:00 in Berlin, when %s, minutes of today are those after midnight", (_, events, used) => {
  const now = at("2026-11-30T00:00Z");
  for (const some of [events, [...events].reverse()])
    expect(minutesToday(some, now, "Europe/Berlin")).toBe(used);
});

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"];
const START = at("2026-01-01T00:00Z");
/** Starts and ends of a year, in turn. */
const runs = fc
  .uniqueArray(fc.integer({ min: 0, max: 365 * 24 * 60 }), { maxLength: 60 })
  .map((minutes) =>
    minutes
      .sort((a, b) => a - b)
      .map((minute, k): ClusterEvent => ({
        timestamp: START + minute * MINUTE,
        type: k % 2 === 0 ? "RUNNING" : "TERMINATING",
      })),
  );

test("days follow one another, and what ran in them is all that ran", () => {
  fc.assert(
    fc.property(runs, fc.constantFrom(...ZONES), (events, zone) => {
      const last = START + 366 * 24 * HOUR;
      let sum = 0;
      let day = dayOf(START, zone);
      for (; day.start < last; day = dayOf(day.end, zone)) {
        expect(dayOf(day.end - 1, zone)).toEqual(day);
        expect([23, 23.5, 24, 24.5, 25]).toContain((day.end - day.start) / HOUR);
        // What a seat is read with: the day's events, and the last one before.
        const { start, end } = day;
        const before = events.filter(({ timestamp }) => timestamp <= start).slice(-1);
        const own = events.filter(({ timestamp }) => timestamp > start && timestamp < end);
        sum += workedBetween([...before, ...own], start, end);
      }
      expect(sum).toBe(workedBetween(events, -Infinity, day.start));
    }),
    { seed: 1, numRuns: 5 },
  );
});

test("minutes are unknown, left, near the end or used up", () => {
  const uses = [null, 0, 191, 192, 239, 240, 500].map((used) => useOf({ used, allowed: 240 }));
  expect(uses).toEqual(["unknown", "left", "left", "near", "near", "used up", "used up"]);
  const of = (used: number | null): string => minutesText({ used, allowed: 240, mayStart: true });
  expect(of(190)).toBe("used 190 of 240 minutes today");
  expect(of(null)).toContain("unknown");
});
