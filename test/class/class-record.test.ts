import { expect, test } from "vitest";
import { classRecord, seatStack } from "../../scripts/class/class-record";

const RECORD = {
  schema: "rai-lab/class/1",
  name: "spring",
  layout: "shared",
  cloud: "local",
  expires: "2026-12-06T18:00:00+01:00",
  seats: [{ slug: "ada", stack: seatStack("spring", "ada"), userName: "ada@example.edu" }],
};

test("a record is read back as it is", () => {
  expect(classRecord.parse(RECORD)).toEqual(RECORD);
});

test("a record with a field that this version does not know is refused by name", () => {
  expect(() => classRecord.parse({ ...RECORD, nextYear: true })).toThrow("nextYear");
});
