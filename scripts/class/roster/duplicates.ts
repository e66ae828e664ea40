import { groupBy } from "../../base/group-by";
import type { Candidate } from "./outcome";
import type { Person, Roster } from "./roster";
import { wordKey } from "./text";

/** What comparing the people of a roster with each other finds. */
export type Compared = Pick<Roster, "people" | "skipped" | "warnings" | "errors">;

/**
 * Compares people with one address: the same person again is left out, and two names or two ids are
 * a problem. Two people of one name are fine.
 */
export function withoutDuplicates(
  candidates: readonly Candidate[],
  { isTicket }: { isTicket: boolean },
): Compared {
  const found: Compared = { people: [], skipped: [], warnings: [], errors: [] };
  for (const [first, ...others] of groupBy(candidates, ({ userName }) => userName).values()) {
    found.people.push(personOf(first!));
    for (const other of others) compare(first!, other, isTicket, found);
  }
  return found;
}

function compare(first: Candidate, other: Candidate, isTicket: boolean, found: Compared): void {
  const { line, name, userName } = other;
  const where = `line ${first.line}`;
  if (!isSameName(first, other)) {
    const message = `${name} has the address of ${first.name} (${where}): ${userName}`;
    const cure = `ask ${name} for another address (one buyer of two tickets gives only one)`;
    found.errors.push({ line, code: "same-address", message, cure });
  } else if (!isTicket && hasOtherId(first, other)) {
    const message = `${userName} has the id ${other.id!} here, and ${first.id!} on ${where}`;
    const cure = "find out which is right, and remove the other line";
    found.errors.push({ line, code: "two-ids", message, cure });
  } else {
    found.skipped.push({ line, code: "duplicate", why: `the person of ${where} again` });
    const message = `${userName} is on ${where} already`;
    found.warnings.push({ line, code: "duplicate", message });
  }
}

/** A line without a name can be anyone's with that address. */
const isSameName = (one: Candidate, other: Candidate): boolean =>
  !one.isNamed || !other.isNamed || wordKey(one.name) === wordKey(other.name);

const hasOtherId = (one: Person, other: Person): boolean =>
  one.id !== undefined && other.id !== undefined && one.id !== other.id;

const personOf = ({ isNamed: _, ...person }: Candidate): Person => person;
