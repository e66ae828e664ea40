import { expect, test } from "vitest";
import { codesOf, peopleOf, readText } from "../../support/class/read-text";

const report = (...lines: readonly string[]): string => lines.join("\n");
const HEADINGS = "Name\tFirst Join\tEmail\tParticipant ID (UPN)\tRole";
const ANN = "Ann Lee\tx\tann.lee@example.edu\tann@example.edu\tAttendee";
const AGAIN = ["3. In-Meeting Activities", "Name\tEmail", "Ann Lee\tann.lee@example.edu"];

test.each<[string, readonly string[], string]>([
  [
    "English",
    ["1. Summary", "End time\t1", "", "2. Participants", HEADINGS, ANN, "", ...AGAIN],
    "6",
  ],
  [
    "German",
    [
      "1. Zusammenfassung",
      "2. Teilnehmer",
      HEADINGS.replace("Participant ID (UPN)", "Teilnehmer-ID (UPN)"),
      ANN,
    ],
    "4",
  ],
  [
    "Portuguese",
    ["1. Resumo", "2. Participantes", "Nome\tX\tEmail\tID do participante (UPN)\tFunção", ANN],
    "4",
  ],
  ["a longer summary", ["1. S", ...Array(30).fill("x\t1"), "2. P", HEADINGS, ANN, ...AGAIN], "34"],
  ["a blank line below the title", ["1. S", "2. P", "", HEADINGS, ANN, ...AGAIN], "5"],
])("the participants of a report of Teams are read: %s", async (_, lines, line) => {
  const roster = await readText(report(...lines));
  expect(roster.errors).toEqual([]);
  expect(peopleOf(roster)).toEqual([`${line} Ann Lee <ann@example.edu>`]);
});

test("a report that a spreadsheet saved again has separators behind its titles", async () => {
  const text = report("1. Summary;;", "2. Participants;;", "Name;Email;Role", "Ann;a@example.edu;");
  expect(peopleOf(await readText(text))).toEqual(["4 Ann <a@example.edu>"]);
});

test("the tables below are skipped as one, with their lines", async () => {
  const { skipped } = await readText(report("1. S", "2. P", HEADINGS, ANN, ...AGAIN, "", ""));
  expect(skipped.at(-1)).toEqual({
    line: 5,
    code: "other-table",
    why: "lines 5 to 7 are of other tables of the report",
  });
});

test("presenters get a seat, and a warning says so: in Teams everyone is one at first", async () => {
  const text = report("1. S", "2. P", HEADINGS, ANN.replace("Attendee", "Presenter"));
  const roster = await readText(text);
  expect(peopleOf(roster)).toEqual(["4 Ann Lee <ann@example.edu>"]);
  expect(codesOf(roster.warnings)).toEqual(["4 unknown-status"]);
});

test("nobody is lost where numbered tables have people of their own", async () => {
  const groups = ["1. Group", "Name,Email", "A,a@example.edu", "2. Group", "Name,Email"];
  const roster = await readText(report(...groups, "B,b@example.edu"));
  expect(peopleOf(roster)).toEqual(["3 A <a@example.edu>", "6 B <b@example.edu>"]);
  expect(codesOf(roster.errors)).toEqual(["4 no-user-name"]);
});

test("a report without addresses is refused, with what to do", async () => {
  const old = report("Full Name\tUser Action\tTimestamp", "Ann Lee\tJoined\t1/1/2021, 9:00:00 AM");
  const { errors } = await readText(old);
  expect(codesOf(errors)).toEqual(["1 no-user-name-column"]);
  expect(errors[0]!.cure).toContain("export the list with addresses");
});

test("a report of 2021 repeats people, who get one seat", async () => {
  const headings = "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)";
  const ann = "Ann Lee\tx\ty\t1h\tann@example.edu\tAttendee\tann@example.edu";
  const summary = ["Meeting Summary", "Total Number of Participants\t1", "Meeting Title\tAI", ""];
  const roster = await readText(report(...summary, headings, ann, ann));
  expect(peopleOf(roster)).toEqual(["6 Ann Lee <ann@example.edu>"]);
  expect(codesOf(roster.skipped)).toContain("7 duplicate");
});
