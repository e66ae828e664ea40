import { LabError, messageOf } from "../../../infra/errors";
import { machineError } from "../../base/machine-error";
import type { SeatFailure } from "../class-status";

/** A thrown error as the failure of one seat. Its place belongs to the message. */
export function failureOf(error: unknown): SeatFailure {
  const known = error instanceof LabError ? error : machineError(error);
  if (!known)
    return {
      code: "internal",
      message: messageOf(error),
      cure: "this is a bug in rai-lab: run the command for this seat alone with --debug",
    };
  const { code, message, where, cure } = known;
  const isPlaced = where === undefined || message.includes(where);
  return { code, message: isPlaced ? message : `${message} (${where})`, cure };
}

/** Longer messages are compared by their beginning. */
const COMPARED_CHARACTERS = 1000;
/** An apostrophe within a word quotes nothing. */
const QUOTED = /"[^"]*"|(?<!\w)'[^']*'(?!\w)|`[^`]*`/g;

/**
 * What failures of one kind have in common: the code, and the message without names and numbers. A
 * name is what is quoted, each word with a digit, a slash or an at sign, and each that has the name of
 * the stack among its parts.
 * @example kindOf({ code: "cloud", message: "no quota for s-1: 5 of 3" }, "s-1") // "cloud: no quota for # # of #"
 */
export function kindOf({ code, message }: SeatFailure, stack: string): string {
  const words = message.slice(0, COMPARED_CHARACTERS).replace(QUOTED, "#").split(/\s+/);
  const isName = (word: string): boolean =>
    /[\d/@]/.test(word) || dashed(word).includes(dashed(stack));
  return `${code}: ${words.map((word) => (isName(word) ? "#" : word)).join(" ")}`;
}

const dashed = (text: string): string => `-${text}-`.replace(/[^a-z0-9]+/gi, "-");

/** Counts failures by kind since the last success. */
export class EqualFailures {
  private readonly stacks = new Map<string, string[]>();

  /** The stacks that failed for this reason, this one included. */
  add(stack: string, failure: SeatFailure): readonly string[] {
    const kind = kindOf(failure, stack);
    const stacks = [...(this.stacks.get(kind) ?? []), stack];
    this.stacks.set(kind, stacks);
    return stacks;
  }

  /** A success shows that what failed before is no matter of all. */
  reset(): void {
    this.stacks.clear();
  }
}
