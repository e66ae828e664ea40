import type { Arm } from "../text/lexicon";

/**
 * Something about the answers, not about a measure, that keeps the gate from a verdict: what the
 * measures cannot see must not pass as small.
 */
export interface Obstacle {
  kind: "language" | "missing" | "overturn" | "unequal" | "length" | "names";
  /** A difference that was found stays, unless the texts cannot be compared at all. */
  keepsFrom: "any verdict" | "within margin";
  /** For the reader, whole. */
  sentence: string;
  /** The figures of the sentence: so many answers (of `length`: words per answer) of so many. */
  byArm: Partial<Record<Arm, Counted>>;
}

/** A part of a whole. */
export interface Counted {
  count: number;
  of: number;
}

/** An arm with less than this part of the other's answers, or words, lost what cannot be compared. */
export const MIN_PART = 2 / 3;
