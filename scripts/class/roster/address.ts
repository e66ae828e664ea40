import { isMissingValue } from "../../base/missing-value";
import { foldUserName } from "../user-name";
import { cleanText } from "./text";

/** What a cell with a user name holds. */
export type UserName =
  /** An address in lower case, with the name that stands beside it: `Rosa <rosa@example.edu>`. */
  | { kind: "address"; address: string; name: string }
  | { kind: "login"; login: string }
  | { kind: "empty" | "several" | "neither" };

/** The longest address (RFC 5321, 4.5.3.1.3, without its angle brackets). */
const MAX_LENGTH = 254;
const ADDRESS =
  /^[^\s@"(),:;<>[\\\]]+@(?:[\p{L}\p{M}\p{N}-]+\.)+(?:[\p{L}\p{M}]{2,}|xn--[a-z0-9-]+)$/u;
const LOGIN = /^[^\s@"(),:;<>[\\\]/]{1,64}$/u;

/** Whether a text is an address that someone could sign in with. */
export const isAddress = (text: string): boolean =>
  text.length <= MAX_LENGTH && ADDRESS.test(text) && !/^\.|\.[.@]|@-|-\.|\.-/.test(text);

/** Whether a text is a domain: `example.edu`. */
export const isDomain = (text: string): boolean => isAddress(`a@${text}`);

/** Reads a cell with a user name. */
export function readUserName(cell: string): UserName {
  const text = cleanText(cell).replace(/^mailto:/i, "");
  if (isMissingValue(text)) return { kind: "empty" };
  const [, name = "", inBrackets] = /^([^<>@]*)<([^<>]*)>$/.exec(text) ?? [];
  const address = foldUserName(inBrackets ?? text);
  if (isAddress(address)) return { kind: "address", address, name: name.trim() };
  if (text.split("@").length > 2 && text.split(/[\s,;<>]+/).filter(isAddress).length > 1)
    return { kind: "several" };
  if (LOGIN.test(text)) return { kind: "login", login: foldUserName(text) };
  return { kind: "neither" };
}

/** Services that forward mail, and with whose addresses no one signs in to Entra ID. */
const RELAYS =
  /@(?:[^@]*\.)?(?:privaterelay\.[^@]+|mozmail\.com|relay\.firefox\.com|duck\.com|simplelogin\.[a-z]+|anonaddy\.[a-z]+)$/;

/** Whether an address only forwards mail. */
export const isRelay = (address: string): boolean => RELAYS.test(address);
