/** Converts errors of steps, providers and programs to reported failures. */
import { LabError } from "../../../../infra/errors";
import { splitCure } from "../../cure";
import type { Failure } from "../../engine";

/** The deployment is halted. The SDK sees it as an engine that has ended. */
export class Stopped extends Error {}

/** The engine, not the provider, refuses a step. */
export class Refused extends Error {
  readonly code = "refused";
}

/** The error's `code`. Numeric codes of Node and gRPC mean nothing to the reader. */
function codeOf(error: Error, otherwise: string): string {
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code === "string" && code !== "") return code;
  // The format in which azure-native prints an error of ARM: `Status=409 Code="FlagMustBeSetForRestore" Message=…`.
  return /\bCode="([^"]+)"/.exec(error.message)?.[1] ?? otherwise;
}

/** The SDK's message about a feature without support, and our own message inside the SDK's. */
const LACKING = [
  /The Pulumi CLI does not support (?:the )?(.+?)(?: option)?\. Please (?:update|upgrade)/,
  /the embedded engine does not implement (.+)$/m,
];

function failureOf(urn: string, code: string, error: Error): Failure {
  const failure: Failure = { urn, code, ...splitCure(error.message) };
  if (error instanceof LabError && error.cure !== undefined) failure.cure = error.cure;
  return failure;
}

/** The failure of a step. */
export function stepFailure(urn: string, error: Error): Failure {
  return failureOf(urn, codeOf(error, "provider-error"), error);
}

/** The failure of a program. */
export function programFailure(error: Error): Failure {
  const lacking = LACKING.map((pattern) => pattern.exec(error.message)?.[1]).find(Boolean);
  if (lacking)
    return {
      urn: "",
      code: "unsupported",
      message: unsupportedText(lacking),
      cure: UNSUPPORTED_CURE,
    };
  if (error instanceof Stopped) return failureOf("", "interrupted", error);
  return failureOf("", codeOf(error, "program-error"), error);
}

const UNSUPPORTED_CURE = "leave it out, or run the program with the pulumi engine";
const unsupportedText = (feature: string): string =>
  `the embedded engine does not implement ${feature}`;

/** The error for a feature that the engine does not implement. */
export const unsupported = (feature: string): LabError =>
  new LabError("unsupported", unsupportedText(feature), { cure: UNSUPPORTED_CURE });
