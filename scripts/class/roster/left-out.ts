import type { UserName } from "./address";
import { foldUserName } from "../user-name";
import { isExample, notPerson, testAccount } from "./not-people";
import { skipped, type Outcome, type Rules } from "./outcome";
import type { Seat } from "./seat";
import { isIn, isStudent } from "./statuses";
import { cleanText } from "./text";

/**
 * Why a record gives no seat; undefined for one that should. A line with an address is never left
 * out for its name, except for the template's example.
 */
export const leftOut = (seat: Seat, cells: readonly string[], rules: Rules): Outcome | undefined =>
  excluded(seat, rules) ?? noPerson(seat, cells, rules) ?? outOfCourse(seat, cells, rules);

function excluded({ id, user }: Seat, { exclude, domain }: Rules): Outcome | undefined {
  const keys = [id];
  if (user.kind === "login") keys.push(user.login, `${user.login}@${domain ?? ""}`);
  if (user.kind === "address") keys.push(user.address);
  const found = keys.map(foldUserName).find((key) => key !== "" && exclude.has(key));
  if (found === undefined) return undefined;
  return skipped("excluded", excludedBy(found));
}

/** Why a line is left out that the user excluded, by a folded address, login or id. */
export const excludedBy = (key: string): string => `--exclude ${key}`;

function noPerson(
  { name, id, user }: Seat,
  cells: readonly string[],
  { columns }: Rules,
): Outcome | undefined {
  if (isExample(name)) return skipped("example", "the template's example line");
  if (user.kind === "address") return undefined;
  const account = testAccount(name, loginOf(user), id === "" && columns.id !== undefined);
  if (account !== undefined) return skipped("test-student", account);
  if (user.kind !== "empty" || id !== "") return undefined;
  const what = notPerson(name, cells);
  if (what === undefined) return undefined;
  return skipped("not-a-person", what);
}

function loginOf(user: UserName): string {
  if (user.kind === "login") return user.login;
  return "";
}

/** People who are not in the course, or not as students. */
function outOfCourse(
  { id }: Seat,
  cells: readonly string[],
  { table, columns, roles, includeInactive }: Rules,
): Outcome | undefined {
  if (includeInactive) return undefined;
  const textOf = (column: number): string => cleanText(cells[column] ?? "");
  const status = columns.statuses.find(({ column, kind }) => isIn(kind, textOf(column)) === false);
  if (status !== undefined)
    return skipped("inactive", statusText(table.headings[status.column]!, textOf(status.column)));
  const role = columns.roles.find((column) => isStudent(textOf(column)) === false);
  if (role !== undefined) return skipped("role", `${table.headings[role]!} ${textOf(role)}`);
  const elsewhere = roles?.get(id);
  if (elsewhere !== undefined && isStudent(elsewhere) === false)
    return skipped("role", `role ${elsewhere}`);
  return undefined;
}

function statusText(heading: string, value: string): string {
  if (/\[accountEnabled\]/i.test(heading)) return "sign-in is blocked";
  return `${heading} ${value}`;
}
