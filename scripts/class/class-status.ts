import type { Billed } from "./billed";
import type { Allowance, SeatMinutes } from "./allowance";
import type { SeatState, SeatSummary } from "./seat-state";

/** Why a seat failed, as an engine or a check says it. */
export interface SeatFailure {
  code: string;
  message: string;
  cure?: string | undefined;
}

/**
 * An amount of money. It is an estimate from list prices and running times, never a bill; `basis`
 * names the prices and their date.
 */
export interface CostEstimate {
  amount: number;
  currency: string;
  basis: string;
}

/**
 * One seat, or the half that all seats of a shared class use. What is not known is null, never a
 * guess.
 */
export interface SeatStatus {
  /** Names the seat in the class; of the class half, the name of the class. */
  slug: string;
  stack: string;
  state: SeatState;
  /** Why it waits, failed, is unhealthy or was skipped. */
  reason: string | null;
  failure: SeatFailure | null;
  /** The student's name; null where names are kept away or only the roster knew it. */
  name: string | null;
  /** The address that the student signs in with. */
  userName: string | null;
  /** Since when it is ready, as ISO text. */
  ready: string | null;
  /** The workspace, with `?o=<workspace id>`, without which students of several tenants go astray. */
  signInUrl: string | null;
  notebookUrl: string | null;
  /** When it may be destroyed: a time with its zone, or a date alone (the end of that day, UTC). */
  expires: string | null;
  cost: CostEstimate | null;
  /** What Cost Management says that it cost, a day late; null where that is not known. */
  billed: Billed | null;
  /** When its first resource was created, as ISO text. */
  made: string | null;
  /** Of the day's allowance; null where the class has none, and for a stack without a cluster. */
  minutes: SeatMinutes | null;
  /** Verdict of the seat's last probe. */
  verdict: "within margin" | "difference" | "inconclusive" | null;
  /**
   * How many answers the student's notebook has saved in the seat's folder: lines of its files, which
   * the student may change. 0 before the first.
   */
  savedAnswers: number | null;
  /** When a file with answers last changed, as ISO text; null also while there is none. */
  lastSaved: string | null;
  /** Outputs of its stack; secrets are masked. */
  outputs: Record<string, unknown>;
}

/** How a person comes to manage a workspace of a class, or came to. */
export type InstructorState =
  | "added"
  /** An admin whom this class added. */
  | "instructor"
  | "admin before"
  /** An admin of whom no record says who added them. */
  | "unknown admin"
  /** Recorded as added, and no admin any more. */
  | "no admin"
  | "removed"
  | "failed";

/** A person who manages workspaces of a class, or was meant to. */
export interface Instructor {
  userName: string;
  state: InstructorState;
  /** When the right ends; null where no record says so. */
  until: string | null;
  /** Whether that time is over, and the right still there. */
  isOverdue: boolean;
  /** The stacks in whose workspaces it is so. */
  stacks: readonly string[];
}

/** How a class's stacks are built. */
export type ClassLayout = "isolated" | "shared";

/** A class as its status shows it. */
export interface ClassStatus {
  class: string;
  layout: ClassLayout;
  /** Where its stacks are. */
  where: "local cloud" | "Azure";
  /** When it was looked at, as ISO text. */
  asOf: string;
  /** When every seat must be ready: the bell, a time with its zone. Absent or null where none is set. */
  readyBy?: string | null;
  /** How long each seat's cluster may run in a day; null where nothing is set. */
  allowance: Allowance | null;
  /** Until which day, UTC, it is known what was billed; and why it is not, or null. */
  billing: { until: string; unknown: string | null };
  /** Who manages workspaces of the class, and for how long. */
  instructors: Instructor[];
  /** The stacks whose workspaces could not be asked for who manages them. */
  unknownInstructors: string[];
  /**
   * `lab class destroy --expired`, by what this machine knows: when it last ended well here for the
   * whole class, as ISO text, or null; whether that was over 48 hours ago while a stack stands; and the
   * stacks that have stood for 48 hours past their expiry. A sweep elsewhere is not known here.
   */
  sweep: { last: string | null; isLate: boolean; missed: string[] };
  /** What all seats share; null in the isolated layout. */
  half: SeatStatus | null;
  /** In the order of the roster; of a class that was found by its stacks, by slug. */
  seats: SeatStatus[];
  summary: SeatSummary;
}
