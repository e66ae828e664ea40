import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../../../infra/errors";
import { machineError } from "../../base/machine-error";
import { decode } from "./decode";
import { recordsOf } from "./records";
import { cleanText, wordKey } from "./text";

/** The file of a roster, and what other files beside it say. */
export interface Source {
  file: string;
  bytes: Buffer;
  /** Roles by the id of a person. */
  roles?: ReadonlyMap<string, string>;
}

/** Files of people: OneRoster and School Data Sync 2.1, School Data Sync 1. */
const PEOPLE = ["users.csv", "student.csv"];
/** Files of roles, the surest first: OneRoster's and School Data Sync's. */
const ROLES = ["enrollments.csv", "roles.csv"];

/**
 * Opens a file, or a folder of OneRoster or School Data Sync, where roles are in a file of their own
 * (learn.microsoft.com, "School Data Sync v2.1 CSV file format").
 * @throws LabError `file`
 */
export async function openSource(path: string): Promise<Source> {
  try {
    if (!(await stat(path)).isDirectory()) return { file: path, bytes: await readFile(path) };
    const names = await readdir(path);
    const called = (name: string): string | undefined =>
      names.find((own) => own.toLowerCase() === name);
    const people = PEOPLE.map(called).find((name) => name !== undefined);
    if (people === undefined) throw noPeople(path, names);
    const file = join(path, people);
    const roles = ROLES.map(called).find((name) => name !== undefined);
    const source = { file, bytes: await readFile(file) };
    if (roles === undefined) return source;
    const table = join(path, roles);
    return { ...source, roles: rolesOf(decode(await readFile(table), table).text) };
  } catch (error) {
    throw machineError(error) ?? error;
  }
}

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

function noPeople(where: string, names: readonly string[]): LabError {
  const tables = names.filter((name) => /\.(?:csv|tsv|txt)$/i.test(name)).sort();
  const cure = `give a file (of .csv, .tsv, .txt it has ${tables.slice(0, 10).join(", ") || "none"})`;
  return new LabError("file", `the folder has no ${PEOPLE.join(" or ")}`, { where, cure });
}
