import { readUserName, type UserName } from "./address";
import type { Columns } from "./columns";
import { nameIn } from "./person-name";
import type { Rules } from "./outcome";
import { cleanText } from "./text";

/** What a record says of someone, read cell by cell. */
export interface Seat {
  /** Empty where the roster has none. */
  name: string;
  /** Empty where the roster has none. */
  id: string;
  /** The cell with the user name. */
  cell: string;
  user: UserName;
  /** Whether a table with passwords has another number of cells here: one may be in the place of a login. */
  isUnsure: boolean;
  /** How messages call the person: by name, by id, or "this line". */
  who: string;
}

/** Reads the cells of a record that are used. */
export function readSeat(cells: readonly string[], { table, columns, hashed }: Rules): Seat {
  const at = (column = -1): string => {
    const cell = cells[column] ?? "";
    if (hashed.has(column)) return cell.replace("#", "");
    return cell;
  };
  const cell = userNameCell(at(columns.userName), at(columns.mail));
  const user = readUserName(cell);
  const name = nameIn(cells, columns.names) || nameBeside(user);
  const id = cleanText(at(columns.id)).replace(/^[-–—]$/, "");
  // Without an address nothing shows that the cells are where they belong.
  const isHidden = table.hasPasswords && user.kind !== "address";
  const isUnsure = isHidden && cells.length !== table.headings.length;
  return { name, id, cell, user, isUnsure, who: called(name, id, isHidden) };
}

function nameBeside(user: UserName): string {
  if (user.kind === "address") return cleanText(user.name);
  return "";
}

/** The most characters of a name in a message. */
const MAX_CALLED = 80;

function called(name: string, id: string, isHidden: boolean): string {
  if (isHidden || name + id === "") return "this line";
  return (name || `id ${id}`).slice(0, MAX_CALLED);
}

/** A guest of an Entra tenant has `…#EXT#@…` as user name, and signs in with the mail address. */
function userNameCell(userName: string, mail: string): string {
  if (/#ext#/i.test(userName) && mail.trim() !== "") return mail;
  return userName;
}

/** Columns among those read in which a `#` comes before every value. */
export function hashedColumns(
  records: readonly { cells: readonly string[] }[],
  { userName, nextUserName, id }: Pick<Columns, "userName" | "nextUserName" | "id">,
): Set<number> {
  const isHashed = (column: number): boolean => {
    const values = records.map(({ cells }) => cells[column]?.trim() ?? "").filter(Boolean);
    return values.length > 0 && values.every((value) => value.startsWith("#"));
  };
  return new Set([userName, nextUserName, id].filter((c) => c !== undefined).filter(isHashed));
}
