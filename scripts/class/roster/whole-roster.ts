import type { Roster, RosterOptions, RosterProblem, RosterWarning } from "./roster";
import type { Table } from "./table";
import { excludedBy } from "./left-out";
import { foldUserName } from "../user-name";
import { quoted, wordKey } from "./text";

const CURE = "give a list with headings such as Name,Email, and one person a line";

/** The problem of a file with nothing in it. */
export const EMPTY_FILE: RosterProblem = {
  line: 1,
  code: "empty-file",
  message: "the file is empty",
  cure: CURE,
};

/** The problem of a roster that gives no seat. */
export function noOne({ headerLine = 1, records }: Table): RosterProblem {
  const isEmpty = records.length === 0;
  const message = isEmpty ? "there is nothing under the headings" : "no line gives a seat";
  return { line: headerLine, code: "no-people", message, cure: CURE };
}

/** The headings with which Google Classroom's grades probably begin. */
const GOOGLE_CLASSROOM = ["lastname", "firstname", "emailaddress"];

/** What is read by a guess about the format. */
export function guesses({ headings, headerLine }: Table): RosterWarning[] {
  if (!GOOGLE_CLASSROOM.every((key, k) => wordKey(headings[k] ?? "") === key)) return [];
  return [
    {
      line: headerLine ?? 1,
      code: "guess",
      message:
        "this looks like grades of Google Classroom, whose format is not documented: compare the people with the class there",
    },
  ];
}

/** People to exclude who are not on the roster: a typing mistake would give them a seat. */
export function unmatched(
  { skipped, headerLine }: Roster,
  options: RosterOptions,
): RosterWarning[] {
  const matched = new Set(skipped.map(({ why }) => why));
  return (options.exclude ?? [])
    .filter((own) => !matched.has(excludedBy(foldUserName(own))))
    .map((own) => ({
      line: headerLine ?? 1,
      code: "not-excluded",
      message: `--exclude ${quoted(own)} is no one's address, login or id`,
    }));
}
