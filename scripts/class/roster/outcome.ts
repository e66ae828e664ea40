import type { Columns } from "./columns";
import type { Person, RosterProblem, RosterWarning, SkippedLine } from "./roster";
import type { Table } from "./table";

/** Someone on a line, before lines are compared with each other. */
export interface Candidate extends Person {
  /** Whether the roster names the person. */
  isNamed: boolean;
}

/** A warning whose line the caller knows. */
export type OutcomeWarning = Omit<RosterWarning, "line">;

/** What a record comes to: exactly one of a person, a skipped line and a problem. */
export type Outcome =
  | { person: Candidate; warnings: readonly OutcomeWarning[] }
  | { skipped: Omit<SkippedLine, "line"> }
  | { problem: Omit<RosterProblem, "line"> };

/** By what the records of a roster are read. */
export interface Rules {
  table: Table;
  columns: Columns;
  /** Columns in which a `#` comes before every value, as Brightspace writes ids and logins. */
  hashed: ReadonlySet<number>;
  /** The domain of logins; undefined where a login is a problem. */
  domain: string | undefined;
  /** The domain that most addresses of the roster have, as a hint. */
  usualDomain: string;
  includeInactive: boolean;
  /** Folded addresses, logins and ids. */
  exclude: ReadonlySet<string>;
  /** Roles by id, where another file of the roster has them. */
  roles: ReadonlyMap<string, string> | undefined;
}

/** A line that gives no seat. */
export const skipped = (code: string, why: string): Outcome => ({ skipped: { code, why } });

/** A line that must be resolved. */
export const problem = (code: string, message: string, { cure }: { cure: string }): Outcome => ({
  problem: { code, message, cure },
});
