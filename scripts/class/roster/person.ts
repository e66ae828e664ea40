import { isRelay, readUserName } from "./address";
import { problem, type Candidate, type Outcome, type OutcomeWarning, type Rules } from "./outcome";
import type { Seat } from "./seat";
import { shownIn, type Table } from "./table";
import { cleanText, hasBlanksAround, hasInvisible } from "./text";

/** The person of a record that should give a seat, or what is wrong with the user name. */
export function personOf(seat: Seat, line: number, rules: Rules): Outcome {
  const { user, who } = seat;
  const { domain, usualDomain } = rules;
  switch (user.kind) {
    case "address":
      return withUserName(seat, user.address, line, rules);
    case "login":
      if (domain !== undefined) return withUserName(seat, `${user.login}@${domain}`, line, rules);
      return problem(
        "bare-login",
        `${who} has the login ${shownIn(rules.table, seat.cell)}, not an address`,
        {
          cure: `say which domain: --domain ${usualDomain}`,
        },
      );
    case "empty":
      return noUserName(seat, rules);
    case "several":
      return problem("several-addresses", `${who} has several addresses`, {
        cure: "write one person a line, each with the address to sign in with",
      });
    case "neither":
      return problem("not-an-address", notAddress(seat, rules), {
        cure: "ask for the address, and put it there; or remove the line",
      });
  }
}

function withUserName(seat: Seat, userName: string, line: number, { table }: Rules): Outcome {
  const { name, id, cell, who } = seat;
  if (userName.includes("#ext#"))
    return problem("guest", `${who} is a guest, who signs in with another address`, {
      cure: "put the guest's own address in place of the one with #EXT#",
    });
  const [local = ""] = userName.split("@");
  const person: Candidate = { line, name: name || local, userName, isNamed: name !== "" };
  if (id !== "") person.id = id;
  return { person, warnings: warningsOf({ name, cell, userName }, table) };
}

function noUserName({ who }: Seat, rules: Rules): Outcome {
  const what = rules.columns.userNameKind === "mail" ? "e-mail address" : "user name";
  return problem("no-user-name", `${who} has no ${what}`, {
    cure: `fill the cell in, or ${otherColumn(rules)}`,
  });
}

function otherColumn({ columns, table, usualDomain }: Rules): string {
  const next = table.headings[columns.nextUserName ?? -1];
  if (next === undefined) return "remove the line";
  return `say --user-name-column ${JSON.stringify(next)} --domain ${usualDomain}`;
}

function notAddress(seat: Seat, rules: Rules): string {
  if (rules.columns.userNameKind !== "identifier")
    return `${shownIn(rules.table, seat.cell)} is no address`;
  const text = `the identifier ${shownIn(rules.table, seat.cell)} is no address`;
  const [, original = ""] = /^(.*)-\d+$/.exec(cleanText(seat.cell)) ?? [];
  if (readUserName(original).kind !== "address") return text;
  return `${text}: GitHub Classroom adds -1 where a roster was loaded twice`;
}

interface Read {
  name: string;
  cell: string;
  userName: string;
}

/** What is odd about a person's cells, and what it means. */
const ODDITIES: readonly (OutcomeWarning & { isSo: (read: Read, table: Table) => boolean })[] = [
  {
    code: "invisible",
    message: "a character that shows nothing was taken off the user name",
    isSo: ({ cell }) => hasInvisible(cell),
  },
  {
    code: "white-space",
    message: "a blank around the user name was taken off (Entra itself refuses it)",
    isSo: ({ cell }, { isSpaced }) => hasBlanksAround(cell) && !isSpaced,
  },
  {
    code: "relay-address",
    message: "looks like a relay address: it can be mailed, but no one signs in to Entra with it",
    isSo: ({ userName }) => isRelay(userName),
  },
  {
    code: "non-ascii",
    message: "the user name has letters beyond ASCII: check that none only looks like another",
    isSo: ({ userName }) => /[^\x21-\x7e]/.test(userName),
  },
  {
    code: "damaged-text",
    message: "the name looks damaged (� or Ã©): export the list again, as UTF-8",
    isSo: ({ name }) => /\ufffd|[ÃÂ][\u0080-\u00bf]/.test(name),
  },
  {
    code: "formula",
    message: "the name begins like a formula of a spreadsheet",
    isSo: ({ name }) => /^[=+@-]/.test(name),
  },
];

const warningsOf = (read: Read, table: Table): OutcomeWarning[] =>
  ODDITIES.filter(({ isSo }) => isSo(read, table)).map(({ code, message }) => ({ code, message }));
