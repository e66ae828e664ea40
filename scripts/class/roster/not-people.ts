import { wordKey } from "./text";

/**
 * First cells of lines that are no people, with what they are. Canvas writes "Points Possible"
 * itself (gradebook_exporter.rb of canvas-lms, 0140a2e); the lines of Google Classroom are a guess, because no
 * source of its format is known.
 */
const LINES: readonly (readonly [what: string, words: string])[] = [
  ["Canvas' line of points", "points possible"],
  ["a line of totals", "totals, total, grand total, sum, summe, gesamt, total général, totale"],
  [
    "a line of averages",
    "class average, overall average, average, mean, median, durchschnitt, mittelwert, moyenne, promedio, media, gemiddelde",
  ],
  ["a line of dates", "date, due date"],
  ["a line of points", "points, max points, maximum points, out of"],
];
const BY_KEY = new Map(
  LINES.flatMap(([what, words]) => words.split(", ").map((word) => [wordKey(word), what])),
);

/** What a line is that has neither a user name nor an id; undefined for one that names a person. */
export function notPerson(name: string, cells: readonly string[]): string | undefined {
  const first = cells.find((cell) => cell.trim() !== "") ?? "";
  const known = BY_KEY.get(wordKey(name)) ?? BY_KEY.get(wordKey(first));
  if (known !== undefined) return known;
  // Canvas puts four blanks before the name of its line of points, whatever it is called.
  if (/^ {3,}/.test(first)) return "a line of points";
  if (name === "") return "no name, no id and no user name";
  return undefined;
}

const TEST_NAMES = new Set(["Student, Test", "Test Student"].map(wordKey));
/** The login of Canvas' test student is a SHA-1; that of Blackboard's preview user ends so (a guess). */
const HASH = /^[0-9a-f]{40}$/;
const PREVIEW = /_previewuser$/i;

/**
 * Whose account a login is that no person has; undefined for any other one. Someone called Test
 * Student is a person where a school gave them an id, or has no column of ids.
 */
export function testAccount(name: string, login: string, lacksId: boolean): string | undefined {
  if (PREVIEW.test(login)) return "Blackboard's preview user";
  if (HASH.test(login) || (lacksId && TEST_NAMES.has(wordKey(name)))) return "Canvas' test student";
  return undefined;
}

/** How Entra's template begins the name on its line of an example, and translations of it. */
const EXAMPLE =
  /^(?:example|beispiel|exemple|ejemplo|esempio|exemplo|voorbeeld|exempel|przykład|例|пример)\s*[:：]/iu;

/** Whether a name is that of the template's example line. */
export const isExample = (name: string): boolean => EXAMPLE.test(name);
