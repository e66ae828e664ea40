import type { ErrorCode, ErrorDetails } from "./error-codes";

/**
 * Errors for code that Pulumi serialises with a dynamic resource. There a class that extends Error
 * loses its message, and a static method named by a symbol cannot be serialised: so this file must
 * not import `errors.ts`.
 */

/** Creates an error for which `instanceof LabError` is true. */
export function createLabError(
  code: ErrorCode,
  message: string,
  { where, cure, cause }: ErrorDetails = {},
): Error & { code: ErrorCode; where: string | undefined; cure: string | undefined } {
  const error = new Error(message, { cause });
  // Pulumi's plugin for dynamic resources prints an error as `${error}: ${error.stack}`. The frames
  // of serialised code name no file, and nothing else would print the cure.
  if (/<anonymous>:\d/.test(error.stack ?? "")) error.stack = cure ?? where ?? "";
  return Object.assign(error, { name: "LabError", __pulumiRunError: true, code, where, cure });
}

/** The message of a thrown value, which may be no Error. That of `fetch` alone says nothing. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  if (message === "fetch failed" && cause instanceof Error) return `${message}: ${cause.message}`;
  return message;
}
