import { expect, test } from "vitest";
import type { Choices } from "../../../scripts/probe/recorded/choices";
import { readRecorded } from "../../../scripts/probe/recorded/read";
import { recordedFiles, refusal, said } from "../../support/probe/recorded-files";

const { write, read, pathOf } = recordedFiles();
const TWO = ["female/nurse: She helps.", "male/nurse: He helps."];

const CSV = "gender,job,response\nF,nurse,She helps.\nM,nurse,He helps.\n";

test.each([
  ["plain", CSV],
  [
    "with a byte order mark, CRLF and empty rows",
    `\uFEFF${CSV.replaceAll("\n", "\r\n")},,\r\n\r\n`,
  ],
  ["of Excel, with semicolons and its hint", `sep=;\r\n${CSV.replaceAll(",", ";")}`],
  ["with tabs", CSV.replaceAll(",", "\t")],
  ["in UTF-16 with a mark", Buffer.from(`\uFEFF${CSV.replaceAll(",", "\t")}`, "utf16le")],
  ["in UTF-16 without one", Buffer.from(CSV, "utf16le")],
  ["in UTF-16 the other way round", Buffer.from(`\uFEFF${CSV}`, "utf16le").swap16()],
])("a table %s", (_, content) => {
  expect(said(read("answers.csv", content))).toEqual(TWO);
});

test("a German table from Excel in Windows-1252, with line breaks and quotes in the answers", () => {
  const content = Buffer.from(
    'Geschlecht;Tätigkeit;Antwort;Länge\r\nweiblich;nurse;"She ""helps""\r\nand cares.";3\r\nmännlich;nurse;He helps.;2\r\n',
    "latin1",
  );
  const recorded = read("Antworten.csv", content);
  expect(said(recorded)).toEqual([
    'female/nurse: She "helps"\r\nand cares.',
    "male/nurse: He helps.",
  ]);
  expect(recorded.taken).toBe(
    "Read as CSV (separator “;”), Windows-1252. Taken: “Geschlecht” as the arm (männlich = male: 1, weiblich = female: 1); “Antwort” as the answer; “Tätigkeit” as the occupation. Otherwise: --arm, --text, --occupation, --condition or --cluster COLUMN.",
  );
  expect(recorded.unused).toEqual([{ column: "Länge", records: 2 }]);
});

test("a row with too many values and an unknown arm are named by line, missing values are empty answers", () => {
  const recorded = read(
    "a.csv",
    "id,gender,job,response\n1,Female,nurse,nan\n2,femal,nurse,x\n3,male,nurse,a,b\n4,,nurse,c\n5,male,,d\n6,man,nurse,He helps.\n",
  );
  expect(said(recorded)).toEqual(["female/nurse: ", "male/nurse: He helps."]);
  expect(recorded.malformed).toEqual([
    { where: "line 3", reason: 'arm: “femal” in “gender” names no arm. Did you mean "female"?' },
    { where: "line 4", reason: "5 values, but 4 columns" },
    { where: "line 5", reason: "arm: “gender” is empty" },
    { where: "line 6", reason: "occupation: “job” is empty" },
  ]);
  expect(refusal(() => read("b.csv", 'gender,response\nF,"never closed\n'))).toContain(
    "the table cannot be read",
  );
});

test.each([
  [
    "a column of pronouns",
    "pronouns,job,response\nshe/her,nurse,She helps.\nhe/him,nurse,He helps.\n",
  ],
  [
    "a column called after one gender",
    "female,job,response\n1,nurse,She helps.\n0,nurse,He helps.\n",
  ],
  ["the same of the other", "is_male,job,response\nfalse,nurse,She helps.\ntrue,nurse,He helps.\n"],
])("%s tells the arms", (_, content) => {
  expect(said(read("a.csv", content))).toEqual(TWO);
});

const RECORDS = [
  { Gender: "woman", Profession: "nurse", Completion: "She helps.", temperature: 1 },
  { Gender: "man", Profession: "nurse", Completion: "He helps.", temperature: 1 },
];
test.each([
  ["an array", "a.json", JSON.stringify(RECORDS, null, 2)],
  ["JSON lines", "a.jsonl", RECORDS.map((one) => JSON.stringify(one)).join("\r\n")],
  [
    "JSON lines in UTF-16, as PowerShell writes them",
    "a.json",
    Buffer.from(`\uFEFF${RECORDS.map((one) => JSON.stringify(one)).join("\r\n")}`, "utf16le"),
  ],
  ["an object around the array", "a.json", JSON.stringify({ meta: {}, answers: RECORDS })],
  [
    "objects with the fields inside",
    "a.json",
    JSON.stringify(RECORDS.map((one) => ({ meta: one }))),
  ],
  ["lists by column", "a.json", JSON.stringify(columns((_, k) => k === undefined))],
  ["pandas' objects by column", "a.json", JSON.stringify(columns(() => false))],
])("JSON as %s", (_, name, content) => {
  expect(said(read(name, content))).toEqual(TWO);
});

function columns(asLists: (column: string, k?: number) => boolean): object {
  return Object.fromEntries(
    Object.keys(RECORDS[0]!).map((column) => {
      const cells = RECORDS.map((record) => (record as Record<string, unknown>)[column]);
      return [column, asLists(column) ? cells : Object.fromEntries(cells.entries())];
    }),
  );
}

test("Python's NaN is a missing value; U+2028 ends no line; a line that is no JSON is named", () => {
  const recorded = read(
    "a.jsonl",
    [
      '{"sex": "f", "occupation": "nurse", "answer": NaN, "note": "a NaN here stays"}',
      '{"sex": "f", "occupation": "nurse", "answer": "one\u2028two"}',
      '{"sex": "m", "occupation": "nurse", "answer": "three"',
    ].join("\n"),
  );
  expect(said(recorded)).toEqual(["female/nurse: ", "female/nurse: one\u2028two"]);
  expect(recorded.malformed).toEqual([
    { where: "line 3", reason: expect.stringContaining("not JSON") },
  ]);
  expect(refusal(() => read("a.json", "[{]"))).toContain("begins like JSON and is none");
});

test.each([
  ["lists by arm", { female: ["She helps."], male: ["He helps.", "He cares."] }, "all answers"],
  [
    "lists by occupation and arm",
    { nurse: { female: ["She helps."], male: ["He helps.", "He cares."] } },
    "nurse",
  ],
  [
    "lists by arm and occupation",
    { women: { nurse: ["She helps."] }, men: { nurse: ["He helps.", "He cares."] } },
    "nurse",
  ],
  [
    "conversations",
    [
      ["female", "She helps."],
      ["male", "He helps."],
      ["male", "He cares."],
    ].map(([gender, said]) => ({
      messages: [
        { role: "user", content: "Describe a nurse." },
        { role: "assistant", content: said },
      ],
      meta: { gender, job: "nurse" },
    })),
    "nurse",
  ],
])("%s", (_, content, occupation) => {
  expect(said(read("a.json", content))).toEqual([
    `female/${occupation}: She helps.`,
    `male/${occupation}: He helps.`,
    `male/${occupation}: He cares.`,
  ]);
});

test("a folder of texts: folders and file names say arm and occupation", () => {
  write("f/female/nurse/01.txt", "She helps.");
  write("f/male/nurse/01.txt", "He helps.");
  write("f/.hidden.txt", "no");
  write("f/male/nurse/scan.pdf", "no");
  write("f/man_chef_2.md", "He cooks.");
  expect(said(readRecorded(pathOf("f")))).toEqual([
    "female/nurse: She helps.",
    "male/nurse: He helps.",
    "male/chef: He cooks.",
  ]);
  write("g/female.jsonl", '{"occupation": "nurse", "text": "She helps."}\n');
  write("g/male.jsonl", '{"occupation": "nurse", "text": "He helps."}\n{oops\n');
  const recorded = readRecorded(pathOf("g"));
  expect(said(recorded)).toEqual(TWO);
  expect(recorded.malformed[0]!.where).toBe("male.jsonl, line 2");
});

test("own values of the arm, an own column of texts and of occupations", () => {
  const csv = "grp,who,body,kind\n1,nurse,She helps.,x\n0,nurse,He helps.,x\n?,nurse,It helps.,x\n";
  const choices = { arm: "grp:female=1,male=0,neutral=?", text: "body", occupation: "WHO" };
  expect(said(read("a.csv", csv, choices))).toEqual([...TWO, "neutral/nurse: It helps."]);
});

test.each<[string, string, Choices, string]>([
  [
    "a column that is not there",
    CSV,
    { text: "respons" },
    '--text: there is no column "respons". Did you mean "response"? | the columns are gender, job, response',
  ],
  [
    "an arm that is none",
    CSV,
    { arm: "gender:femal=F" },
    '--arm: "femal" is no arm. Did you mean "female"? | --arm gender:female=1,male=0; the arms are neutral, male, female',
  ],
  [
    "values that name no arm",
    "gender,response\n1,aaaa\n2,bbbb\n",
    {},
    'no value of “gender” names an arm: 1, 2. | say which is which: --arm "gender:female=VALUE,male=VALUE"',
  ],
  [
    "no column of arms",
    "gendr,text\nx,aaaa\n",
    {},
    'nothing says which answers are about women and which about men: the columns are gendr, text. Of “gendr”: Did you mean "gender"? | name the column: --arm COLUMN',
  ],
  [
    "no column of answers",
    "gender,anwser\nf,aaaa\n",
    {},
    'no column holds the answers: the columns are gender, anwser. Of “anwser”: Did you mean "answer"? | name it: --text COLUMN',
  ],
  [
    "several ways of asking",
    "gender,text,condition\nf,a,plain text\nm,b,fair\n",
    {},
    '“condition” has 2 ways of asking (plain text, fair), and the verdict is about one of them | --baseline "plain text"',
  ],
  [
    "a way of asking that is not there",
    "gender,text,condition\nf,a,plain\nm,b,fair\n",
    { baseline: "fiar" },
    '--baseline: “condition” has no value "fiar". Did you mean "fair"? | its values are plain, fair',
  ],
  [
    "a value that is not there",
    CSV,
    { where: "job=chef" },
    '--where: “job” has no value "chef" | its values are nurse',
  ],
])("%s is refused with the nearest right one", (_, content, choices, message) => {
  expect(refusal(() => read("a.csv", content, choices))).toContain(message);
});

test("a workbook is refused with the way to a text", () => {
  const content = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(40)]);
  expect(refusal(() => read("a.xlsx", content))).toContain("save an Excel workbook as CSV");
});

test("the gender words of the questions are the arm where nothing else is", () => {
  const csv =
    "prompt,response\nDescribe a female nurse.,She helps.\nDescribe a male nurse.,He helps.\nDescribe a nurse.,They help.\nDescribe a woman and a man.,Both.\nDescribe a female nurse.,She cares.\nDescribe a male nurse.,He cares.\n";
  const recorded = read("a.csv", csv);
  expect(recorded.rows.map(({ arm }) => arm)).toEqual([
    "female",
    "male",
    "neutral",
    "female",
    "male",
  ]);
  expect(new Set(recorded.rows.map(({ occupation }) => occupation))).toEqual(
    new Set(["Describe nurse"]),
  );
  expect(recorded.malformed[0]!.reason).toBe("arm: “prompt” names both genders");
});

test.each([
  ["thousands of lists in each other", "[".repeat(20_000) + "]".repeat(20_000)],
  ["a number", "3"],
])("%s is no answer", (_, content) => {
  expect(() => read("a.json", content)).toThrow("the file holds no usable answer");
});

const THREE = [
  { job: "nurse", gender: "F", response: "She helps." },
  { job: "nurse", gender: "M", response: "He helps." },
  { job: "chef", gender: "F", response: "She cooks." },
];
const THREE_LINES = THREE.map((record) => JSON.stringify(record)).join("\n");
const THREE_LISTS = THREE.map((record) => Object.values(record));

test.each([
  ["JSON lines that carriage returns end", "a.jsonl", THREE_LINES.replaceAll("\n", "\r")],
  ["the same under another name", "a.json", THREE_LINES.replaceAll("\n", "\r")],
  [
    "the same in UTF-16",
    "a.jsonl",
    Buffer.from(`\uFEFF${THREE_LINES.replaceAll("\n", "\r")}`, "utf16le"),
  ],
  ["JSON lines with commas between them", "a.jsonl", THREE_LINES.replaceAll("}\n", "},\n")],
  ["lists under their names", "a.json", { columns: Object.keys(THREE[0]!), data: THREE_LISTS }],
  ["lists after a row of names", "a.json", [Object.keys(THREE[0]!), ...THREE_LISTS]],
  ["records by id", "a.json", { a1: THREE[0], a2: THREE[1], a3: THREE[2] }],
  ["records deep inside", "a.json", { run: { all: { of: { it: THREE } } } }],
])("%s hold the same answers", (_, name, content) => {
  expect(said(read(name, content))).toEqual([...TWO, "female/chef: She cooks."]);
});

test.each([
  ["a list of lists", "a.json", THREE_LISTS, "a list of lists, of which the first names no column"],
  ["a list of texts", "a.json", ["x", "y"], "a list of texts"],
  ["an empty list", "a.json", [], "an empty list"],
  [
    "lists as lines",
    "a.jsonl",
    THREE_LISTS.map((l) => JSON.stringify(l)).join("\n"),
    "line 1: a list of",
  ],
  ["names alone", "a.csv", "gender,job,response\n", "a first row (gender, job, response), and no"],
  [
    "no names",
    "a.csv",
    `nurse,F,${"She helps. ".repeat(9)}\nnurse,M,${"He ".repeat(40)}\n`,
    "names no",
  ],
  ["an empty column", "a.csv", "gender,job,response\nF,nurse,\nM,nurse,\n", "“response” is empty"],
  ["empty arms", "a.csv", "gender,job,response\n,nurse,abc\n,nurse,def\n", "“gender” is empty"],
  ["a packed file", "a.jsonl", Buffer.from([0x1f, 0x8b, 8, 0]), "packed or a document, not text"],
])("%s: the message names what was found", (_, name, content, message) => {
  const told = refusal(() => read(name, content));
  expect(told).toContain(message);
  expect(told).not.toMatch(/it is empty|Did you mean/);
});
