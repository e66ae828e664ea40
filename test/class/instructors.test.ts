import { expect, test } from "vitest";
import { type ClassRecord, classRecord } from "../../scripts/class/class-record";
import {
  instructorOf,
  knownIn,
  peopleOf,
  withInstructor,
  withoutWorkspaces,
} from "../../scripts/class/instructors";

const TUTOR = { userName: "tutor@example.edu", until: "2027-01-31T18:00Z", stacks: [], before: [] };
const RECORD: ClassRecord = {
  schema: "rai-lab/class/1",
  ...{ name: "spring", layout: "isolated", cloud: "local", expires: "2027-01-31T18:00Z" },
  seats: [],
};

test("one person has one row, however the name is written", () => {
  const first = withInstructor(RECORD, { ...TUTOR, stacks: ["spring-ada"] });
  const second = withInstructor(first, {
    ...TUTOR,
    userName: "Tutor@Example.edu ",
    stacks: ["spring-grace"],
  });
  expect(second.instructors).toHaveLength(1);
  expect(instructorOf(second, "TUTOR@example.edu")?.stacks).toEqual(["spring-grace"]);
  expect(classRecord.parse(second)).toEqual(second);
});

test("in one workspace somebody is an admin either by the class or from before", () => {
  const before = knownIn(TUTOR, "spring-ada", "before");
  expect(knownIn(before, "spring-ada", "stacks")).toEqual({ ...TUTOR, stacks: ["spring-ada"] });
  expect(knownIn(before, "spring-ada", "before")).toEqual(before);
});

test("a deleted workspace is forgotten, and with the last one the person", () => {
  const record = withInstructor(RECORD, {
    ...TUTOR,
    stacks: ["spring-ada"],
    before: ["spring-grace"],
  });
  const left = withoutWorkspaces(record, ["spring-ada"]);
  expect(left.instructors).toEqual([{ ...TUTOR, before: ["spring-grace"] }]);
  expect(withoutWorkspaces(left, ["spring-grace"]).instructors).toEqual([]);
  expect(withoutWorkspaces(RECORD, ["spring-ada"])).toEqual(RECORD);
});

test("who manages many workspaces is one person, overdue once the time is over", () => {
  const row = (stack: string, userName: string | null, until: string | null = TUTOR.until) =>
    ({ stack, userName, state: "instructor", until, failure: null }) as const;
  const rows = [
    row("spring-ada", "tutor@example.edu"),
    row("spring-grace", "Tutor@example.edu"),
    row("spring-grace", "dean@example.edu", null),
    row("spring-joan", null),
  ];
  const at = (time: string): unknown[] =>
    peopleOf(rows, Date.parse(time)).map(({ userName, isOverdue, stacks }) => [
      userName,
      isOverdue,
      stacks,
    ]);
  const dean = ["dean@example.edu", false, ["spring-grace"]];
  const places = ["spring-ada", "spring-grace"];
  expect(at("2027-01-31T17:59Z")).toEqual([["tutor@example.edu", false, places], dean]);
  expect(at("2027-01-31T18:01Z")).toEqual([["tutor@example.edu", true, places], dean]);
  const gone = rows.map((one) => ({ ...one, state: "no admin" as const }));
  expect(peopleOf(gone, Infinity).some(({ isOverdue }) => isOverdue)).toBe(false);
});
