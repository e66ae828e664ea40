/**
 * The project's one error class. A `LabError` is something the reader can cure: it is printed as one message without a
 * stack. Anything else that is thrown is our own fault and is printed with the advice to run again with `--debug`.
 */
import type { ErrorCode, ErrorDetails } from "./error-codes";

/** An error the reader can cure. `message` says what is wrong; `where` and `cure` are printed under it. */
export class LabError extends Error {
  override readonly name = "LabError";
  /** Pulumi's own mark of an error whose message is printed without a stack (its RunError carries it). */
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

  /** By name: an error of a dynamic resource was made by the copy of this code that travelled with it. */
  static override [Symbol.hasInstance](value: unknown): value is LabError {
    return value instanceof Error && value.name === "LabError";
  }
}

export type { ErrorCode, ErrorDetails } from "./error-codes";
export { messageOf } from "./serialisable-error";
