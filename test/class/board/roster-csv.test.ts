import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rosterCsv } from "../../../scripts/class/board/roster-csv";
import { readRoster } from "../../../scripts/class/roster";
import { temporaryFolder } from "../../support/folder";
import { sampleClass, seatOf } from "../../support/class/sample-class";

const read = (text: string): Record<string, string>[] =>
  parse(text, { bom: true, columns: true, record_delimiter: "\r\n" });

test("an independent reader gets every seat back", () => {
  const [row] = read(rosterCsv({ seats: [seatOf(2)] }));
  expect(row).toEqual({
    seat: "seat-002",
    name: "عبد الرحمن بن محمد الأنصاري",
    "user name": "student.2@students.example.edu",
    state: "ready",
    reason: "",
    "ready since": "2026-12-01T12:41:07Z",
    "sign-in URL": "https://adb-7405608014620002.2.azuredatabricks.net/?o=7405608014620002",
    "notebook URL":
      "https://adb-7405608014620002.2.azuredatabricks.net/?o=7405608014620002#workspace/Users/student.2@students.example.edu/responsible-ai",
    expires: "2026-12-06T18:00:00+01:00",
    "cost estimate": "1.25",
    currency: "USD",
    verdict: "",
    stack: "spring-seat-002",
    "saved answers": "96",
    "last saved": "2026-12-01T13:01:00.000Z",
    "minutes today": "",
    "minutes allowed": "",
    billed: "",
    "billed until": "",
  });
});

test("why a seat is as it is: the failure before the reason", () => {
  const failure = { code: "Quota", message: "no quota is left" };
  const seats = [seatOf(1, { reason: "memory" }), seatOf(2, { reason: "memory", failure })];
  expect(read(rosterCsv({ seats })).map((row) => row["reason"])).toEqual([
    "memory",
    "no quota is left",
  ]);
});

const cell = fc.oneof(
  fc.constantFrom("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '"', 'a,"b"\r\nc', "＝1"),
  fc.string({ unit: "grapheme" }),
);

test("no cell is a formula, whatever the class holds, and no text adds a row or a column", () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (texts) => {
      const seats = texts.map((text, k) => {
        const failure = { code: text, message: text };
        return seatOf(k, { slug: text, stack: text, name: text, userName: text, failure });
      });
      const rows = read(rosterCsv({ seats }));
      expect(rows).toHaveLength(texts.length);
      rows.forEach((row, k) => {
        expect([texts[k], `'${texts[k]!}`]).toContain(row["name"]);
        for (const value of Object.values(row)) expect(value).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
      });
    }),
  );
});

test("the roster that goes out can come in again: the same people", async () => {
  const { seats } = sampleClass(50);
  const file = join(temporaryFolder(), "roster.csv");
  writeFileSync(file, rosterCsv({ seats }));
  const { people, errors, skipped } = await readRoster(file);
  expect({ errors, skipped }).toEqual({ errors: [], skipped: [] });
  expect(people.map(({ userName }) => userName)).toEqual(seats.map(({ userName }) => userName));
  const named = seats.filter(({ name }) => name !== null).map(({ name }) => name);
  expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});

test("a class without seats has its headings", () => {
  expect(rosterCsv({ seats: [] }).split("\r\n")).toHaveLength(2);
});
