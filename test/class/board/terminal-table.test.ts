import { expect, test } from "vitest";
import { classTable } from "../../../scripts/class/board";
import { classOf, sampleClass, seatOf } from "../../support/class/sample-class";

test.each([80, 110, 125, 140])("no line of a class of 300 is wider than %d columns", (width) => {
  const text = classTable(sampleClass(300), width);
  expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
  expect(text).toMatch(/^seat +name +state +expires +last probe/);
  expect(text).toContain("15 failed");
});

test("the longest slugs leave room for a table in 80 columns", () => {
  const seats = sampleClass(40).seats.map((seat) => ({
    ...seat,
    slug: `${seat.slug}-${"x".repeat(15)}`,
  }));
  const lines = classTable(classOf(seats), 80).split("\n");
  expect(lines[0]).toMatch(/^seat +name +state/);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("a wide terminal has every column; a narrow one cuts names and leaves figures to the page", () => {
  const status = classOf([seatOf(5)]);
  expect(classTable(status, 150)).toMatch(
    /seat-005 {2}Wolfeschlegelsteinhausenbergerdorff Hubert Blaine {2}ready .* 2026-12-01 12:41 UTC {2}1\.25 USD {2}96/,
  );
  expect(classTable(status, 80)).toMatch(/seat-005 {2}Wolfeschlegelstei… {2}ready {2}in 5 days/);
  expect(classTable(status, 110)).not.toMatch(/answers/);
});

test("says what is overdue and expired, what failed, and what to try", () => {
  const failure = { code: "Quota", message: "no quota is left", cure: "ask for quota" };
  const seats = [
    seatOf(1, { state: "failed", ready: null, failure, cost: null }),
    seatOf(2, { expires: "2026-11-30" }),
  ];
  const text = classTable(classOf(seats), 80);
  expect(text).toMatch(/failed, overdue/);
  expect(text).toMatch(/ready +expired/);
  expect(text).toContain(
    "  1 × failed: Quota: seat-001\n    no quota is left\n    try: ask for quota\n",
  );
  expect(text).toContain("at least 1.25 USD");
});

test("no text of a class moves the cursor, turns the direction or adds a line", () => {
  const hostile = "a\u001b[2J\nseat-999  ready\u202e";
  const seat = seatOf(1, {
    ...{ slug: hostile, name: hostile, state: "failed", expires: hostile },
    failure: { code: hostile, message: hostile, cure: hostile },
  });
  const text = classTable(classOf([seat], { asOf: "2026-12-01T13:05:00Z" }), 200);
  expect(text).not.toMatch(/[\u001b\u202e]|^seat-999/m);
});

test("a class without seats says so", () => {
  expect(classTable(classOf([]), 80)).toMatch(/seats +none/);
});

test("a class with minutes a day has their column, and says who manages it and who is overdue", () => {
  const tutor = { userName: "tutor@example.edu", until: "2026-11-30T18:00+01:00" };
  const minutes = { used: 190, allowed: 240, mayStart: true };
  const status = classOf(
    [seatOf(1, { minutes }), seatOf(2, { minutes: { ...minutes, used: null } })],
    {
      allowance: { minutesADay: 240, zone: "Europe/Berlin" },
      instructors: [
        { ...tutor, state: "instructor", isOverdue: true, stacks: ["spring-ada"] },
        {
          userName: "dean@example.edu",
          state: "unknown admin",
          until: null,
          isOverdue: false,
          stacks: ["a", "b", "c", "d"],
        },
      ],
      unknownInstructors: ["spring-grace"],
    },
  );
  const text = classTable(status, 150);
  expect(text).toMatch(/min today/);
  expect(text).toMatch(/190\/240/);
  expect(text).toMatch(/unknown \/240/);
  expect(text).toContain("tutor@example.edu, instructor, overdue since 2026-11-30 18:00 +01:00");
  expect(text).toContain("dean@example.edu, unknown admin (a, b, c and 1 more)");
  expect(text).toContain("unknown: the workspace of spring-grace could not be asked");
  expect(classTable(classOf([seatOf(1)]), 150)).not.toMatch(/min today|manages/);
});
