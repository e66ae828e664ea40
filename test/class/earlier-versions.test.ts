/** What this and earlier versions wrote on a machine is read by every later one. */
import { globSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { readClassRecord } from "../../scripts/class/class-store";
import { journalOf, readJournal } from "../../scripts/class/fleet";

const fixtures = path.join(__dirname, "fixtures");
const versions = globSync("version-*", { cwd: fixtures }).sort();

test("there is a fixture for every version", () => {
  expect(versions).toEqual(["version-1"]);
});

test.each(versions)("%s: the record and the journal are read, a killed run included", (version) => {
  const folder = path.join(fixtures, version);
  expect(readClassRecord(folder)).toMatchObject({
    name: "spring",
    layout: "shared",
    seats: [
      { slug: "ada", expires: "2026-12-20T18:00+01:00" },
      { slug: "grace", removed: true },
    ],
  });
  const journal = readJournal(journalOf(folder))!;
  expect(journal).toMatchObject({ class: "spring", unfinished: ["spring-ada"] });
  expect(journal.run).toMatchObject({ isRunning: false, line: { verb: "up" } });
  expect(journal.last.get("spring-grace")).toMatchObject({ failure: { cure: "correct it" } });
});
