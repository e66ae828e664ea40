import type { ErrorCode, ErrorDetails } from "./error-codes";

/**
 * Errors for code that travels inside a dynamic resource. There a class that extends Error loses its message and a
 * static method with a symbol for a name cannot go along: so this file must not import `errors.ts`.
 */

/** As `new LabError`: `instanceof LabError` holds for it. */
export function createLabError(
  code: ErrorCode,
  message: string,
  { where, cure, cause }: ErrorDetails = {},
): Error & { code: ErrorCode; where: string | undefined; cure: string | undefined } {
  const error = new Error(message, { cause });
  // Pulumi's plugin for dynamic resources prints what is thrown as `${error}: ${error.stack}`. The frames of code that
  // travelled there name no file, and the cure stands nowhere else.
  if (/<anonymous>:\d/.test(error.stack ?? "")) error.stack = cure ?? where ?? "";
  return Object.assign(error, { name: "LabError", __pulumiRunError: true, code, where, cure });
}

/** The text of anything that can be thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
