import { statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import type { ClassRecord } from "../../scripts/class/class-record";
import {
  checkClassName,
  classFolder,
  readClassRecord,
  removeClassFolder,
  writeClassRecord,
} from "../../scripts/class/class-store";
import { temporaryFolder } from "../support/folder";

const RECORD: ClassRecord = {
  schema: "rai-lab/class/1",
  name: "spring",
  layout: "shared",
  cloud: "local",
  expires: "2026-12-06T18:00+01:00",
  seats: [{ slug: "ada", stack: "spring-ada", userName: "ada@example.edu" }],
};

test("a record is read back, only its owner may read it, and it can be forgotten", () => {
  const folder = classFolder(temporaryFolder(), "spring");
  expect(readClassRecord(folder)).toBeUndefined();
  writeClassRecord(folder, RECORD);
  expect(readClassRecord(folder)).toEqual(RECORD);
  expect(statSync(path.join(folder, "class.json")).mode & 0o077).toBe(0);
  removeClassFolder(folder);
  expect(readClassRecord(folder)).toBeUndefined();
});

test.each(["", "{", "[]", '{"schema":"rai-lab/class/2"}', JSON.stringify({ ...RECORD, name: 1 })])(
  "the record %j is refused with its place and a way on",
  (text) => {
    const folder = classFolder(temporaryFolder(), "spring");
    writeClassRecord(folder, RECORD);
    const file = path.join(folder, "class.json");
    writeFileSync(file, text);
    expect(() => readClassRecord(folder)).toThrow(
      expect.objectContaining({ code: "state-unreadable", where: file }) as LabError,
    );
  },
);

test.each(["spring", "s1", "spring-2027", "a2345678901234567"])("%s can be a class", (name) => {
  checkClassName(name);
});

test.each(["", "s", "Spring", "2nd", "spring-", "a23456789012345678", "../x", "a b", "__proto__"])(
  "%j cannot be a class",
  (name) => {
    expect(() => {
      checkClassName(name);
    }).toThrow(LabError);
  },
);
