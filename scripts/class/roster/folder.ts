import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import { LabError } from "../../../infra/errors";
import { machineError } from "../../base/machine-error";
import { isZip, openArchive, type Files } from "./archive";
import { decode, refuseLarge } from "./decode";
import { recordsOf } from "./records";
import { cleanText, quoted, wordKey } from "./text";

/** The file of a roster, and what other files beside it say. */
export interface Source {
  file: string;
  bytes: Buffer;
  /** Roles by the id of a person. */
  roles?: ReadonlyMap<string, string>;
}

/** Files of a folder on the disk, or in a zip archive. */
interface Folder extends Files {
  what: "folder" | "zip archive";
  where: string;
}

/** Files of people: OneRoster and School Data Sync 2.1, School Data Sync 1. */
const PEOPLE = ["users.csv", "student.csv"];
/** Files of roles, the surest first: OneRoster's and School Data Sync's. */
const ROLES = ["enrollments.csv", "roles.csv"];
/** Endings of tables; Blackboard's .xls is one of text. */
const TABLE = /\.(?:csv|tsv|txt|xls)$/i;
/** The most names that a message lists. */
const MAX_LISTED = 10;

/**
 * Opens a file, or a folder of OneRoster or School Data Sync, where roles are in a file of their own
 * (learn.microsoft.com, "School Data Sync v2.1 CSV file format"). A zip archive is opened as what is
 * in it: such a folder, or one table.
 * @throws LabError `file`
 */
export async function openSource(path: string): Promise<Source> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      return await sourceIn({ what: "folder", where: path, ...(await diskFiles(path)) });
    refuseLarge(found.size, path);
    const bytes = await readFile(path);
    if (!isZip(bytes)) return { file: path, bytes };
    const files = await openArchive(bytes, path);
    return await sourceIn({ what: "zip archive", where: path, ...files });
  } catch (error) {
    throw machineError(error) ?? error;
  }
}

const diskFiles = async (folder: string): Promise<Files> => ({
  names: await readdir(folder),
  read: (name) => readFile(join(folder, name)),
});

async function sourceIn(folder: Folder): Promise<Source> {
  const { where, names, read } = folder;
  const people = peopleIn(folder);
  const source = { file: join(where, people), bytes: await read(people) };
  const beside = names.filter((name) => posix.dirname(name) === posix.dirname(people));
  const [roles] = ROLES.flatMap((name) => called(name, beside));
  if (roles === undefined) return source;
  return { ...source, roles: rolesOf(decode(await read(roles), join(where, roles)).text) };
}

/** The file of people, or the one table that there is. */
function peopleIn({ what, where, names }: Folder): string {
  const lists = PEOPLE.map((name) => called(name, names)).find((all) => all.length > 0);
  const tables = names.filter((name) => TABLE.test(name));
  const [people, ...others] = lists ?? tables;
  if (people !== undefined && others.length === 0) return people;
  const kind = lists === undefined ? PEOPLE.join(" or ") : `one ${posix.basename(people!)} alone`;
  const choice = (lists ?? tables).map(quoted).sort().slice(0, MAX_LISTED).join(", ");
  throw new LabError("file", `the ${what} has no ${kind}`, {
    where,
    cure: `give one file (of .csv, .tsv, .txt and .xls it has ${choice || "none"})`,
  });
}

const called = (name: string, names: readonly string[]): string[] =>
  names.filter((own) => posix.basename(own).toLowerCase() === name);

/** All roles of each person, separated by commas. */
function rolesOf(text: string): Map<string, string> {
  const [header, ...records] = recordsOf(text, ",");
  const column = (...keys: string[]): number =>
    header?.cells.findIndex((cell) => keys.includes(wordKey(cell))) ?? -1;
  const [user, role] = [column("usersourcedid"), column("role")];
  const roles = new Map<string, string>();
  for (const { cells } of records) {
    const [id, own] = [cleanText(cells[user] ?? ""), cleanText(cells[role] ?? "")];
    if (id !== "" && own !== "") roles.set(id, [roles.get(id), own].filter(Boolean).join(","));
  }
  return roles;
}
