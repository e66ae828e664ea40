/**
 * The project's one error class. A `LabError` is a fault that the user can resolve: it is printed
 * as one message without a stack. Any other error is a fault of this program, and is printed with
 * the advice to run again with `--debug`.
 */
import type { ErrorCode, ErrorDetails } from "./error-codes";

/** An error that the user can resolve. `where` and `cure` are printed under the message. */
export class LabError extends Error {
  override readonly name = "LabError";
  /** Pulumi prints an error with this property (its RunError has it) without a stack. */
  readonly __pulumiRunError = true;
  readonly where: string | undefined;
  readonly cure: string | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.where = details.where;
    this.cure = details.cure;
  }

  /**
   * Compares names: code that Pulumi serialised with a dynamic resource has its own copy of the
   * error.
   */
  static override [Symbol.hasInstance](value: unknown): value is LabError {
    return value instanceof Error && value.name === "LabError";
  }
}

/**
 * The error with its cure in the message. For everything that a program throws: the Pulumi CLI
 * prints the message alone. `splitCure` of scripts/engine/cure.ts takes the two apart again.
 */
export function withCureInMessage(error: unknown): unknown {
  if (!(error instanceof LabError) || error.cure === undefined) return error;
  const { code, message, where, cure } = error;
  return new LabError(code, `${message}\n  try:   ${cure}`, { where, cure, cause: error });
}

export type { ErrorCode, ErrorDetails } from "./error-codes";
export { messageOf } from "./serialisable-error";
