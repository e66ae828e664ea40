import { globSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { readRoster, type RosterOptions } from "../../../scripts/class/roster";
import { codesOf, peopleOf, readText } from "../../support/class/read-text";
import { rosters } from "../../support/class/rosters";
import { zipOf, type ZipEntry } from "../../support/class/zip";
import { temporaryFolder } from "../../support/folder";

const USERS =
  "sourcedId,username,givenName,familyName,password,email\n" +
  "1,a@example.edu,Ann,Lee,x,\n2,t@example.edu,Tea,Cher,x,\n";
const ROLES = "userSourcedId,orgSourcedId,role\n1,o,student\n2,o,teacher\n";
const SCHOOL: readonly ZipEntry[] = [
  { name: "orgs.csv", bytes: "sourcedId,name,type\no,School,school\n" },
  { name: "users.csv", bytes: USERS },
  { name: "roles.csv", bytes: ROLES },
];
const HIDDEN: readonly ZipEntry[] = [
  { name: "__MACOSX/._users.csv", bytes: "\0\x05\x16\x07" },
  { name: ".DS_Store", bytes: "\0" },
];

const within = (folder: string, entries: readonly ZipEntry[]): ZipEntry[] =>
  entries.map((entry) => ({ ...entry, name: `${folder}/${entry.name}` }));

test.each<[string, readonly ZipEntry[]]>([
  ["its files", SCHOOL],
  ["a folder", [{ name: "export/", bytes: "" }, ...within("export", SCHOOL)]],
  ["files that are not compressed", SCHOOL.map((entry) => ({ ...entry, isStored: true }))],
  ["hidden files of macOS beside them", [...HIDDEN, ...within("Été 2026", SCHOOL)]],
  ["roles of others in another folder", [...SCHOOL, { name: "old/enrollments.csv", bytes: "x\n" }]],
])("a zip archive of School Data Sync with %s is read as the folder", async (_, entries) => {
  const roster = await readText(zipOf(entries));
  expect(peopleOf(roster)).toEqual(["2 Ann Lee <a@example.edu> 1"]);
  expect(codesOf(roster.skipped)).toEqual(["3 role"]);
});

const SAMPLES = path.join(__dirname, "samples");
const samples = globSync("*.{csv,xls}", { cwd: SAMPLES });

test.each(samples)("%s is read in an archive as it is alone", async (name) => {
  const file = path.join(SAMPLES, name);
  const options: RosterOptions = { domain: "example.edu" };
  const archive = zipOf([{ name, bytes: readFileSync(file) }]);
  expect(await readText(archive, options)).toEqual(await readRoster(file, options));
});

test("rosters of every kind come out of an archive as they were put in", async () => {
  const file = path.join(temporaryFolder(), "roster.zip");
  const property = fc.asyncProperty(rosters, fc.boolean(), async ({ bytes, people }, isStored) => {
    writeFileSync(file, zipOf([{ name: "people.csv", bytes, isStored }]));
    expect((await readRoster(file)).people).toEqual(people);
  });
  await fc.assert(property, { numRuns: 100, seed: 13 });
});

const refusal = async (content: Buffer): Promise<LabError> => {
  const error: unknown = await readText(content).catch((caught: unknown) => caught);
  if (error instanceof LabError) return error;
  throw new Error("it was read");
};
const users = (own: Partial<ZipEntry>): ZipEntry => ({ name: "users.csv", bytes: USERS, ...own });
const MANY = Array.from({ length: 10_001 }, (_, k) => ({ name: `${k}.pdf`, bytes: "" }));

test.each<[string, Buffer, string]>([
  ["is encrypted", zipOf([users({ isEncrypted: true })]), "its password"],
  ["checksum is wrong", zipOf([users({ crc: 1 })]), "export it again"],
  ["larger than 32 MB", zipOf([users({ claims: 33 * 1024 * 1024 })]), "a list of people"],
  ["too many bytes", zipOf([users({ claims: 20 })]), "export it again"],
  ["invalid relative path: ../users.csv", zipOf([users({ name: "../users.csv" })]), "again"],
  ["absolute path: /users.csv", zipOf([users({ name: "/users.csv" })]), "again"],
  ["more than 10000 entries", zipOf(MANY), "unpack it"],
  ["cannot be read", zipOf(SCHOOL).subarray(0, 100), "export it again"],
  ["no users.csv or student.csv", zipOf([]), "none"],
  [
    "no users.csv or student.csv",
    zipOf(["b.csv", "a.txt"].map((name) => users({ name }))),
    "'a.txt', 'b.csv'",
  ],
  ["no one users.csv alone", zipOf([users({}), users({})]), "'users.csv', 'users.csv'"],
  [
    "no one users.csv alone",
    zipOf([...within("a", SCHOOL), ...within("b", SCHOOL)]),
    "'a/users.csv', 'b/users.csv'",
  ],
  ["within the roster", zipOf([users({ bytes: zipOf(SCHOOL) })]), "CSV UTF-8"],
  ["an Excel workbook (.xlsx)", document("[Content_Types].xml", "xl/workbook.xml"), "CSV UTF-8"],
  ["an Office document", document("[Content_Types].xml", "word/document.xml"), "CSV UTF-8"],
  ["an OpenDocument spreadsheet", document("content.xml", "META-INF/manifest.xml"), "as CSV"],
  ["a Numbers spreadsheet", document("Index/Document.iwa"), "as CSV"],
])("an archive is refused: %s", async (what, content, cure) => {
  const error = await refusal(content);
  expect(error.code).toBe("file");
  expect(error.message).toContain(what);
  expect(error.cure).toContain(cure);
});

function document(...names: string[]): Buffer {
  return zipOf(names.map((name) => ({ name, bytes: "<x/>" })));
}

test("whatever bytes are damaged, an archive is read or refused, and never crashes", async () => {
  const whole = zipOf(SCHOOL);
  const damage = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  const property = fc.asyncProperty(
    fc.array(damage, { minLength: 1, maxLength: 4 }),
    async (at) => {
      const bytes = Buffer.from(whole);
      for (const [offset, byte] of at) bytes[offset] = byte;
      const found: unknown = await readText(bytes).catch((caught: unknown) => caught);
      if (found instanceof Error) expect(found).toBeInstanceOf(LabError);
    },
  );
  await fc.assert(property, { numRuns: 200, seed: 13 });
});
