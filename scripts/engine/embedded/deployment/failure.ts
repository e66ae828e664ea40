/** How the errors of steps, providers and programs become the failures that are reported. */
import { LabError, messageOf } from "../../../../infra/errors";
import type { Failure } from "../../engine";

/** The deployment is over for this program; the SDK takes it quietly as "the engine went away". */
export class Stopped extends Error {}

/** The engine refuses a step of the program: not the provider's fault. */
export class Refused extends Error {
  readonly code = "refused";
}

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(messageOf(reason));
export { asError };

/** Codes that Node and gRPC attach to errors say nothing to the reader when they are numbers. */
function codeOf(error: Error, otherwise: string): string {
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code === "string" && code !== "") return code;
  // As azure-native prints what ARM answered: `Status=409 Code="FlagMustBeSetForRestore" Message=…`.
  return /\bCode="([^"]+)"/.exec(error.message)?.[1] ?? otherwise;
}

/** What the SDK says about a feature that was not advertised, and what is left of our own refusal behind its wrapping. */
const LACKING = [
  /The Pulumi CLI does not support (?:the )?(.+?)(?: option)?\. Please (?:update|upgrade)/,
  /the embedded engine does not implement (.+)$/m,
];

export function stepFailure(urn: string, error: Error): Failure {
  const cure = error instanceof LabError ? error.cure : undefined;
  return {
    urn,
    code: codeOf(error, "provider-error"),
    message: error.message,
    ...(cure !== undefined && { cure }),
  };
}

export function programFailure(error: Error): Failure {
  const lacking = LACKING.map((pattern) => pattern.exec(error.message)?.[1]).find(Boolean);
  if (lacking)
    return {
      urn: "",
      code: "unsupported",
      message: unsupportedText(lacking),
      cure: UNSUPPORTED_CURE,
    };
  const cure = error instanceof LabError ? error.cure : undefined;
  const code = error instanceof Stopped ? "interrupted" : codeOf(error, "program-error");
  return { urn: "", code, message: error.message, ...(cure !== undefined && { cure }) };
}

const UNSUPPORTED_CURE = "leave it out, or run the program with the pulumi engine";
const unsupportedText = (feature: string): string =>
  `the embedded engine does not implement ${feature}`;
/** What is not implemented is refused by its name, never ignored. */
export const unsupported = (feature: string): LabError =>
  new LabError("unsupported", unsupportedText(feature), { cure: UNSUPPORTED_CURE });
