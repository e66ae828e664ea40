import fc from "fast-check";
import { MOODLE_HEADINGS } from "../../../scripts/class/roster/moodle-headings";

/** A roster as a file, and the people put into it. */
export interface GeneratedRoster {
  bytes: Buffer;
  people: { line: number; name: string; userName: string; id?: string }[];
}

/** What a column of a generated roster holds. */
type Holds = "first" | "last" | "full" | "lastFirst" | "mail" | "id" | "filler" | "password";
type Heading = readonly [heading: string, holds: Holds];

/** Headings as the vendors write them, apart from the tables of the reader. */
const VENDORS: readonly (readonly Heading[])[] = [
  [
    ["Student", "lastFirst"],
    ["ID", "filler"],
    ["SIS User ID", "id"],
    ["SIS Login ID", "mail"],
    ["Section", "filler"],
  ],
  [
    ["LastName", "last"],
    ["FirstName", "first"],
    ["SIS User ID", "id"],
    ["SIS Login ID", "mail"],
  ],
  [
    ["user_id", "id"],
    ["password", "password"],
    ["first_name", "first"],
    ["last_name", "last"],
    ["email", "mail"],
  ],
  [
    ["Last Name", "last"],
    ["First Name", "first"],
    ["Username", "mail"],
    ["Student ID", "id"],
    ["Lab 1 [Total Pts: 10 Score] |530834", "filler"],
  ],
  [
    ["OrgDefinedId", "id"],
    ["Last Name", "last"],
    ["First Name", "first"],
    ["Email", "mail"],
    ["Essay Points Grade <Numeric MaxPoints:10>", "filler"],
  ],
  [
    ["First Name", "first"],
    ["Last Name", "last"],
    ["Email", "mail"],
    ["Have you used Databricks?", "filler"],
    ["Attendee #", "id"],
  ],
  [
    ["api_id", "id"],
    ["name", "full"],
    ["email", "mail"],
    ["phone_number", "filler"],
  ],
  [
    ["Name [displayName] Required", "full"],
    ["User name [userPrincipalName] Required", "mail"],
    ["Initial password [passwordProfile] Required", "password"],
  ],
  [["Email address to invite [inviteeEmail] Required", "mail"]],
  [
    ["userPrincipalName", "mail"],
    ["displayName", "full"],
    ["id", "id"],
    ["jobTitle", "filler"],
  ],
  [
    ["Name", "full"],
    ["First Join", "filler"],
    ["Email", "filler"],
    ["ID du participant (UPN)", "mail"],
  ],
  [
    ["identifier", "mail"],
    ["github_username", "filler"],
    ["name", "full"],
  ],
  [
    ["sourcedId", "id"],
    ["username", "mail"],
    ["givenName", "first"],
    ["familyName", "last"],
    ["password", "password"],
  ],
  [
    ["Name", "last"],
    ["Vorname", "first"],
    ["E-Mail (dienstlich)", "mail"],
    ["Matrikelnummer", "id"],
  ],
  [
    ["Nom", "last"],
    ["Prénom", "first"],
    ["Courriel", "mail"],
  ],
  [
    ["Nombre", "first"],
    ["Apellidos", "last"],
    ["Correo electrónico", "mail"],
  ],
  [
    ["氏名", "full"],
    ["メールアドレス", "mail"],
    ["学籍番号", "id"],
  ],
];

const MOODLE = Object.values(MOODLE_HEADINGS).flatMap(([first, last, mail, id]) =>
  [0, 1].map((k): Heading[] => {
    const one = (words: string): string => words.split("|")[k] ?? words.split("|")[0]!;
    return [
      [one(first), "first"],
      [one(last), "last"],
      [one(id), "id"],
      [one(mail), "mail"],
      ["Quiz (8,5)", "filler"],
    ];
  }),
);

/** Parts of names as they are written, and as they are read. */
const PARTS: readonly (readonly [written: string, read: string])[] = [
  ...["Anna", "D'Angelo", "O’Brien", "Nguyễn", "von der Heide; geb. Voß", "李", "小龙", "نور"].map(
    (name) => [name, name] as const,
  ),
  ...["Núñez de la Peña", "Smith, Jr.", 'Robert "Bob"', "Ὀδυσσεύς", "Ng", "X Æ", "Points"].map(
    (name) => [name, name] as const,
  ),
  ...["=1+1", "@cmd", "Test", "Student", "Null", "می\u200cخواهم", "辻\u{e0100}", "👩‍🔬"].map(
    (name) => [name, name] as const,
  ),
  ["Zoe\u0308", "Zo\u00eb"],
  ["\u200bIda", "Ida"],
  ["\u202eAli\u202c", "Ali"],
  ["Mary\u00a0Ann", "Mary Ann"],
  ["  Eva ", "Eva"],
  ["Ana\nMaria", "Ana Maria"],
  ["A|B:C", "A|B:C"],
];

const FILLERS = [
  "",
  "8,50",
  "10.00",
  "-",
  "a; b",
  'say "yes", please',
  "x\ty",
  "1795942800",
  "N/A",
];
const SUMMARY = [
  ["1. Summary"],
  ["Meeting title", "E-mail"],
  ["End time", "3 PM"],
  [],
  ["2. 参加者"],
];
const LOCALS = ["a.b", "x_y", "o'neil", "first.last+tag", "0815", "ZOE", "m-l", "q"];

interface Choices {
  headings: readonly Heading[];
  order: readonly number[];
  people: readonly Drawn[];
  separator: string;
  eol: string;
  encoding: "utf-8" | "utf-8 BOM" | "utf-16le" | "utf-16be";
  quoting: "needed" | "all" | "spaced";
  declares: boolean;
  preamble: boolean;
  /** Whether a table of several columns is the second of a report, as in Teams' list of who attended. */
  report: boolean;
  junk: readonly ("none" | "blank" | "empty cells" | "headings" | "version")[];
  lastEol: boolean;
}
interface Drawn {
  first: readonly [string, string];
  last: readonly [string, string];
  local: string;
  domain: string;
  filler: string;
}

const drawn = fc.record<Drawn>({
  first: fc.constantFrom(...PARTS),
  last: fc.constantFrom(...PARTS),
  local: fc.constantFrom(...LOCALS),
  domain: fc.constantFrom("example.edu", "Example.EDU", "mail.example.org", "bücher.example"),
  filler: fc.constantFrom(...FILLERS),
});

/** Rosters of every vendor and language, written in every way, with what a reader should find. */
export const rosters: fc.Arbitrary<GeneratedRoster> = fc
  .record<Choices>({
    headings: fc.oneof(fc.constantFrom(...VENDORS), fc.constantFrom(...MOODLE)),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    people: fc.array(drawn, { minLength: 1, maxLength: 6 }),
    separator: fc.constantFrom(",", ";", "\t", "|", ":"),
    eol: fc.constantFrom("\n", "\r\n", "\r"),
    encoding: fc.constantFrom("utf-8", "utf-8 BOM", "utf-16le", "utf-16be"),
    quoting: fc.constantFrom("needed", "all", "spaced"),
    declares: fc.boolean(),
    preamble: fc.boolean(),
    report: fc.boolean(),
    junk: fc.array(fc.constantFrom("none", "blank", "empty cells", "headings"), {
      minLength: 6,
      maxLength: 6,
    }),
    lastEol: fc.boolean(),
  })
  .map(write);

function write(choices: Choices): GeneratedRoster {
  const { headings, separator, eol, people, junk } = choices;
  const columns = choices.order.map((k) => headings[k]).filter((own) => own !== undefined);
  const lines: string[] = [];
  const add = (text: string): number => {
    const line = lines.length + 1;
    lines.push(...text.split("\n"));
    return line;
  };
  const row = (cells: string[]): string =>
    cells.map((cell) => cellOf(cell, choices)).join(separator);
  if (choices.declares) add(`sep=${separator}`);
  const isReport = choices.report && columns.length > 1;
  if (isReport) for (const line of SUMMARY) add(line.join(separator));
  if (choices.preamble) add(row(["version:v1.0", ...columns.slice(1).map(() => "")]));
  // A list of one colon-separated heading cannot be told from a title.
  add(row(columns.map(([heading]) => heading)));
  const expected = people.map((person, k) => {
    if (junk[k] === "blank") add("");
    if (junk[k] === "empty cells") add(columns.map(() => "").join(separator));
    if (junk[k] === "headings" && columns.length > 1)
      add(row(columns.map(([heading, holds]) => (holds === "password" ? "x" : heading))));
    const userName = `${person.local}${k}@${person.domain}`;
    const values = valuesOf(person, k, userName);
    const line = add(row(columns.map(([, holds]) => values[holds])));
    const has = (holds: Holds): boolean => columns.some(([, own]) => own === holds);
    const names = { first: person.first[1], last: person.last[1] };
    const name = has("first") || has("full") || has("lastFirst") ? nameOf(names, has) : "";
    return {
      line,
      name: name === "" ? userName.toLowerCase().split("@")[0]! : name,
      userName: userName.toLowerCase(),
      ...(has("id") && { id: values.id }),
    };
  });
  if (isReport) {
    add("");
    add("3. In-Meeting Activities");
    add(["Who", "Join Time", "Email"].join(separator));
    for (const { userName } of expected) add(["Someone else", "x", userName].join(separator));
  }
  const text = lines.join(eol) + (choices.lastEol ? eol : "");
  return { bytes: encode(text, choices.encoding), people: expected };
}

function valuesOf({ first, last, filler }: Drawn, k: number, mail: string): Record<Holds, string> {
  return {
    first: first[0],
    last: last[0],
    full: `${first[0]} ${last[0]}`,
    // A first name with a comma cannot be told from a last name with one.
    lastFirst: `${last[0]}, ${first[0].replace(",", "")}`,
    mail,
    id: `00${k}7`,
    filler,
    password: "Not-A-Secret-1!",
  };
}

function nameOf(
  { first, last }: { first: string; last: string },
  has: (h: Holds) => boolean,
): string {
  const given = has("lastFirst") ? first.replace(",", "") : first;
  return `${given} ${last}`.trim();
}

function cellOf(cell: string, { separator, quoting }: Choices): string {
  const text = quoting === "spaced" ? cell.replaceAll("\n", " ") : cell;
  const isNeeded = /["\n]/.test(text) || text.includes(separator) || /^\s|\s$/.test(text);
  const written = isNeeded || quoting === "all" ? `"${text.replaceAll('"', '""')}"` : text;
  return quoting === "spaced" && separator !== "\t" ? ` ${written}` : written;
}

function encode(text: string, encoding: Choices["encoding"]): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  const marked = `\ufeff${text}`;
  if (encoding === "utf-8 BOM") return Buffer.from(marked);
  const wide = Buffer.from(marked, "utf16le");
  return encoding === "utf-16le" ? wide : wide.swap16();
}
