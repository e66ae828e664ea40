import { describe, expect, test } from "vitest";
import { meaningOf } from "../../../scripts/class/roster/headings";
import { MOODLE_HEADINGS, MOODLE_SUSPENDED } from "../../../scripts/class/roster/moodle-headings";
import { codesOf, peopleOf, readText } from "../../support/class/read-text";

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(",");

describe.each(Object.entries(MOODLE_HEADINGS))("Moodle in %s", (_, row) => {
  const [first, last, mail, id, login] = row.map((words) => words.split("|")[0]!) as [
    ...[first: string, last: string, mail: string, id: string, login: string],
  ];

  test("gives names, addresses and ids, whatever the order of the columns", async () => {
    const text = `${quoted([last, id, mail, first])}\nDoe,007,jane@example.edu,Jane\n`;
    const roster = await readText(text);
    expect(peopleOf(roster)).toEqual(["2 Jane Doe <jane@example.edu> 007"]);
    expect(roster.warnings).toEqual([]);
  });

  test("gives logins where it has no addresses", async () => {
    const roster = await readText(`${quoted([first, last, login])}\nJane,Doe,jdoe\n`);
    expect(codesOf(roster.errors)).toEqual(["2 bare-login"]);
  });
});

test.each(MOODLE_SUSPENDED)("Moodle's column %s leaves people out", async (heading) => {
  const text = `Email,"${heading}"\na@example.edu,Yes\nb@example.edu,\nc@example.edu,Ja\n`;
  expect(codesOf((await readText(text)).skipped)).toEqual(["2 inactive", "4 inactive"]);
});

test.each([
  ["E-MAIL  ADDRESS", "mail"],
  ["E-Mail (dienstlich)", "mail"],
  ["\u200bEmail\u00a0", "mail"],
  ["#OrgDefinedId", "id"],
  ["Attendee #", "ticket"],
  ["User name [userPrincipalName] Required", "userPrincipalName"],
  ["Name [displayName] Required", "full"],
  ["Block sign in (Yes/No) [accountEnabled] Required", "off"],
  ["Anmeldung blockieren (Ja/Nein) [accountEnabled]", "off"],
  ["accountEnabled", "on"],
  ["Apellido(s)", "last"],
  ["Initial password [passwordProfile] Required", "password"],
  ["Mot de passe", "password"],
  ["Contraseña", "password"],
  ["HASŁO", "password"],
  ["Pass\u200bword", "password"],
  ["パスワード", "password"],
  ["Κωδικός πρόσβασης", "password"],
])("%s is %s", (heading, purpose) => {
  expect(meaningOf(heading)?.purpose).toBe(purpose);
});

test.each(["", "   ", "#", "constructor", "__proto__", "Quiz 1", "Comments", "[]", "()"])(
  "%j is no known heading",
  (heading) => {
    expect(meaningOf(heading)).toBeUndefined();
  },
);

test.each([
  ["Name,Vorname", "Doe,Jane"],
  ["Nom,Prénom", "Doe,Jane"],
  ["Nom,Cognoms", "Jane,Doe"],
  ["Nombre,Apellidos", "Jane,Doe"],
  ["Name,Surname", "Jane,Doe"],
  ["Naam,Voornaam", "Doe,Jane"],
  ["Ime,Prezime", "Jane,Doe"],
  ["Név,Csoport", "Jane Doe,A"],
  ["Name,First name,Last name", "Jane Doe,J.,D."],
])("a word with several meanings is read by what is beside it: %s", async (headings, cells) => {
  const { people } = await readText(`${headings},Email\n${cells},jane@example.edu\n`);
  expect(people[0]!.name).toBe("Jane Doe");
});
