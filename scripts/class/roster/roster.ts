/** Someone who gets a seat. */
export interface Person {
  /** Line of the file on which the record starts, from 1. */
  line: number;
  /** As it is shown; the part before the @ where the roster has no name. */
  name: string;
  /** The address with which the person signs in to Azure, in lower case. */
  userName: string;
  /** The roster's own identifier, as text: leading zeros are kept. */
  id?: string;
}

/** What must be resolved before a class can start. */
export interface RosterProblem {
  line: number;
  /** A fixed word: `bare-login`, `no-user-name`, `same-address`. */
  code: string;
  message: string;
  /** The edit or the option that resolves it. */
  cure: string;
}

/** A line that gives no seat, with the reason. */
export interface SkippedLine {
  line: number;
  /** A fixed word: `inactive`, `not-a-person`, `empty-line`. */
  code: string;
  why: string;
}

/** What was read, and a person should check. */
export interface RosterWarning {
  line: number;
  /** A fixed word: `white-space`, `relay-address`, `guess`. */
  code: string;
  message: string;
}

/** What a roster holds: every line of it is a person, skipped, or a problem. */
export interface Roster {
  people: Person[];
  skipped: SkippedLine[];
  warnings: RosterWarning[];
  errors: RosterProblem[];
  /** Headings of the columns that were read for each purpose. */
  columns: { name?: string | string[]; userName?: string; id?: string };
  /** `utf-8`, `utf-8 with BOM`, `utf-16-le with BOM` or `utf-16-be with BOM`. */
  encoding: string;
  /** The separator itself: a comma, a tab. */
  separator: string;
  /** Line of the headings; undefined for a list without any. */
  headerLine: number | undefined;
}

/** What the user says of a roster, where the roster does not. */
export interface RosterOptions {
  /** Heading of the column with full names. */
  nameColumn?: string;
  /** Heading of the column with addresses or logins. */
  userNameColumn?: string;
  /** Heading of the column with the roster's identifiers. */
  idColumn?: string;
  /** Added to logins that are no addresses: `example.edu`. */
  domain?: string;
  /** Whether lines also count that a status or a role would leave out. */
  includeInactive?: boolean;
  /** Addresses, logins or identifiers of people who get no seat. */
  exclude?: readonly string[];
}
