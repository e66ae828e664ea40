import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { readRoster } from "../../../scripts/class/roster";
import { codesOf, peopleOf } from "../../support/class/read-text";
import { temporaryFolder } from "../../support/folder";

const USERS = [
  "sourcedId,username,givenName,familyName,password,email",
  "1,a@example.edu,Ann,Lee,x,",
  "2,t@example.edu,Tea,Cher,x,",
  "3,b@example.edu,Assis,Tant,x,",
].join("\n");

function folderOf(files: Record<string, string>): string {
  const folder = path.join(temporaryFolder(), "oneroster");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

test("a folder of School Data Sync has its roles in a file of their own", async () => {
  const roles =
    "userSourcedId,orgSourcedId,role\n1,o,student\n1,p,teacher\n2,o,teacher\n3,o,teacher\n3,o,student\n";
  const roster = await readRoster(folderOf({ "Users.csv": USERS, "roles.csv": roles }));
  expect(peopleOf(roster)).toEqual([
    "2 Ann Lee <a@example.edu> 1",
    "4 Assis Tant <b@example.edu> 3",
  ]);
  expect(codesOf(roster.skipped)).toEqual(["3 role"]);
});

test("enrolments say more than roles", async () => {
  const roles = "userSourcedId,role\n1,teacher\n";
  const enrollments = "classSourcedId,userSourcedId,role\nc,1,student\nc,2,teacher\nc,3,aide\n";
  const files = { "users.csv": USERS, "roles.csv": roles, "enrollments.csv": enrollments };
  expect(peopleOf(await readRoster(folderOf(files)))).toEqual(["2 Ann Lee <a@example.edu> 1"]);
});

test("OneRoster 1.1 has roles and statuses in its file of users", async () => {
  const users =
    "sourcedId,status,enabledUser,role,username,givenName,familyName,identifier,email\n" +
    "1,active,true,student,ann,Ann,Lee,9,a@example.edu\n" +
    "2,tobedeleted,true,student,bob,Bob,Ray,8,b@example.edu\n" +
    "3,active,false,student,cid,Cid,Fox,7,c@example.edu\n" +
    "4,active,true,guardian,dee,Dee,Lee,6,d@example.edu\n";
  const roster = await readRoster(folderOf({ "users.csv": users }));
  expect(peopleOf(roster)).toEqual(["2 Ann Lee <a@example.edu> 1"]);
  expect(codesOf(roster.skipped)).toEqual(["3 inactive", "4 inactive", "5 role"]);
});

test("School Data Sync 1 has a file of students", async () => {
  const students =
    "SIS ID,School SIS ID,Username,First Name,Last Name,Password\n1,s,ann@example.edu,Ann,Lee,x\n";
  const folder = folderOf({ "Student.csv": students, "Teacher.csv": students });
  expect(peopleOf(await readRoster(folder))).toEqual(["2 Ann Lee <ann@example.edu> 1"]);
});

test("a folder with one table alone is read as that", async () => {
  const folder = folderOf({ "list.csv": "Name,Email\nAnn Lee,a@example.edu\n", "photo.png": "" });
  expect(peopleOf(await readRoster(folder))).toEqual(["2 Ann Lee <a@example.edu>"]);
});

test("a folder without people is refused, with the tables that it has", async () => {
  const folder = folderOf({ "x.csv": "", "y.txt": "", "z.png": "" });
  await expect(readRoster(folder)).rejects.toMatchObject({
    code: "file",
    message: "the folder has no users.csv or student.csv",
    cure: expect.stringContaining("'x.csv', 'y.txt'") as string,
  });
});

test("a file that is not there is refused as such", async () => {
  const missing = path.join(temporaryFolder(), "none.csv");
  await expect(readRoster(missing)).rejects.toMatchObject({ code: "file", where: missing });
});
