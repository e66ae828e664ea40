import { expect, test } from "vitest";
import { calendarOf } from "../../scripts/watch/calendar";
import { compare } from "../../scripts/watch/compare";
import type { WatchMemory } from "../../scripts/watch/memory";
import type { Reading } from "../../scripts/watch/thing";

const reading = (change: Partial<Reading> = {}): Reading => ({
  ...{ id: "gpt-4o+2024-11-20+Standard", kind: "model", name: "gpt-4o 2024-11-20 (Standard)" },
  ...{ isUsed: true, state: "Legacy", ends: "2027-04-14", source: "Azure's list of models" },
  ...change,
});
const look = (day: string, watched: Reading[], before?: WatchMemory): WatchMemory =>
  compare({ watched, offer: "eastus2 Standard", now: Date.parse(day) }, before).memory;

/** The properties of each event: lines unfolded as RFC 5545, 3.1, says. */
function eventsOf(calendar: string): Record<string, string>[] {
  const lines = calendar.replaceAll("\r\n ", "").trim().split("\r\n");
  expect(lines.at(0)).toBe("BEGIN:VCALENDAR");
  expect(lines.at(-1)).toBe("END:VCALENDAR");
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]+):(.*)$/s.exec(line) ?? [];
    if (line === "BEGIN:VEVENT") events.push({});
    else if (events.length > 0) events.at(-1)![name] ??= value;
  }
  return events;
}

test("an end is a whole day, under a UID that stays when it moves, with a rising SEQUENCE", () => {
  const first = look("2026-07-07", [reading({ ends: "2026-10-01" })]);
  const second = look("2026-10-05", [reading()], first);
  const [before, after] = [first, second].map((memory) => eventsOf(calendarOf(memory, "dev"))[0]!);
  expect(before).toMatchObject({
    UID: "gpt-4o+2024-11-20+Standard@rai-lab",
    "DTSTART;VALUE=DATE": "20261001",
    STATUS: "CONFIRMED",
    SUMMARY: "gpt-4o 2024-11-20 (Standard) ends",
  });
  expect(after).toMatchObject({ UID: before!.UID, "DTSTART;VALUE=DATE": "20270414" });
  expect(Number(after!.SEQUENCE)).toBeGreaterThan(Number(before!.SEQUENCE));
});

test("the same memory gives the same bytes", () => {
  const memory = look("2026-10-05", [reading()]);
  expect(calendarOf(memory, "dev")).toBe(calendarOf(memory, "dev"));
  expect(calendarOf(look("2026-10-05", [reading()], memory), "dev")).toBe(
    calendarOf(memory, "dev"),
  );
});

test("what is no longer used, or has no end any more, is cancelled under its UID", () => {
  const first = look("2026-10-05", [reading()]);
  for (const watched of [[], [reading({ ends: undefined })]]) {
    const [event] = eventsOf(calendarOf(look("2026-11-30", watched, first), "dev"));
    expect(event).toMatchObject({ STATUS: "CANCELLED", "DTSTART;VALUE=DATE": "20270414" });
    expect(Number(event!.SEQUENCE)).toBeGreaterThan(first.entries[reading().id]!.sequence);
  }
});

test("alternatives, and what has no end, have no event", () => {
  const watched = [reading({ isUsed: false }), reading({ id: "v1", ends: undefined })];
  expect(eventsOf(calendarOf(look("2026-10-05", watched), "dev"))).toEqual([]);
});

test("text is escaped and folded: no line is longer than 75 bytes, and none is an event of its own", () => {
  const name = `a; b, c \\ d\r\nEND:VEVENT\r\n${"é".repeat(90)}${"𝒳".repeat(40)}`;
  const calendar = calendarOf(look("2026-10-05", [reading({ name })]), "dev");
  for (const line of calendar.split("\r\n"))
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(calendar.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const events = eventsOf(calendar);
  expect(events).toHaveLength(1);
  expect(events[0]!.SUMMARY).toContain("a\\; b\\, c \\\\ d\\nEND:VEVENT\\n");
  expect(events[0]!.SUMMARY).toContain(`${"é".repeat(90)}${"𝒳".repeat(40)} ends`);
});
