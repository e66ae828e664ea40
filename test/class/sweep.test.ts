import { statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { classPage, classTable } from "../../scripts/class/board";
import { classFolder } from "../../scripts/class/class-store";
import { isMissed, lastSweep, sweepOf, writeSweep } from "../../scripts/class/sweep";
import { classOf, NOW, seatOf } from "../support/class/sample-class";
import { temporaryFolder } from "../support/folder";

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();

test("a sweep is read back, and only its owner may read it", () => {
  const folder = classFolder(temporaryFolder(), "spring");
  expect(lastSweep(folder)).toBeNull();
  writeSweep(folder, NOW);
  expect(lastSweep(folder)).toBe("2026-12-01T13:05:00.000Z");
  expect(statSync(path.join(folder, "sweep.json")).mode & 0o077).toBe(0);
  writeSweep(folder, NOW + HOUR);
  expect(lastSweep(folder)).toBe("2026-12-01T14:05:00.000Z");
});

test.each(["", "{", "[]", '{"schema":"rai-lab/class-sweep/2","at":"2026-12-01T13:05:00.000Z"}'])(
  "of the file %j nothing is known",
  (text) => {
    const folder = classFolder(temporaryFolder(), "spring");
    writeSweep(folder, NOW);
    writeFileSync(path.join(folder, "sweep.json"), text);
    expect(lastSweep(folder)).toBeNull();
  },
);

test.each([
  [null, [seatOf(1)], false],
  [ago(48), [seatOf(1)], false],
  [ago(48.1), [seatOf(1)], true],
  [ago(-1), [seatOf(1)], false],
  // Nothing stands that a sweep could take.
  [ago(72), [], false],
  [ago(72), [seatOf(1, { state: "gone", made: null })], false],
])("a last sweep at %s, case %#: late is %s", (last, stacks, isLate) => {
  expect(sweepOf(last, stacks, NOW)).toEqual({ last, isLate, missed: [] });
});

test.each([
  [ago(47), ago(200), false],
  [ago(49), ago(200), true],
  [ago(49), null, false],
  // The end of that day, UTC.
  ["2026-11-29", ago(200), false],
  ["2026-11-28", ago(200), true],
  [null, ago(200), false],
  ["some day", ago(200), false],
])("expired at %s, made at %s: missed is %s", (expires, made, isOne) => {
  expect(isMissed(seatOf(1, { expires, made }), NOW)).toBe(isOne);
});

const textsOf = (status: ReturnType<typeof classOf>): string[] => [
  classTable(status, 120).replace(/\s+/g, " "),
  classPage(status, { now: NOW }).replace(/\s+/g, " "),
];

test("table and page say that a sweep is late, by what this machine knows, and what to do", () => {
  const sweep = { last: ago(75), isLate: true, missed: [] };
  for (const text of textsOf(classOf([seatOf(1)], { sweep, where: "local cloud" }))) {
    expect(text).toContain(
      "the last sweep from this machine was 3 days ago; whether another machine sweeps is not known here",
    );
    expect(text).toContain("run npx lab class destroy spring-2026 --expired --local");
  }
  for (const text of textsOf(classOf([seatOf(1)]))) {
    expect(text).not.toContain("sweep");
    expect(text).not.toMatch(/what needs you/i);
  }
});

test("a seat that no sweep took has its own reason", () => {
  const seats = [seatOf(1, { expires: ago(30) }), seatOf(2, { expires: ago(60) })];
  for (const text of textsOf(classOf(seats))) {
    expect(text).toContain("expired, and not destroyed yet");
    expect(text).toContain("expired over 48 hours ago, and not destroyed yet");
  }
});
