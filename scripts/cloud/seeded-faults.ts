import { createHash } from "node:crypto";
import { isOperation } from "./azure";
import type { FaultAnswer, FaultPlan } from "./core/faults";
import { endOf } from "./core/operations";
import { LAUNCH, NAME, READINESS } from "./databricks";

/** One call in so many fails. */
const ONE_IN = 16;

const SOON = { "retry-after": "1" };

/** What Resource Manager and Entra answer when they cannot serve a call now. */
const OF_AZURE: FaultAnswer[] = [
  "drop",
  { status: 429, code: "TooManyRequests", message: "Too many requests.", headers: SOON },
  { status: 500, code: "InternalServerError", message: "An unexpected error occurred." },
  { status: 503, code: "ServiceUnavailable", message: "Try again later.", headers: SOON },
  { status: 504, code: "GatewayTimeout", message: "The gateway did not receive a response." },
];
/** What it also answers to a change, while another one goes on. */
const OF_A_CHANGE: FaultAnswer[] = [
  ...OF_AZURE,
  {
    status: 409,
    code: "AnotherOperationInProgress",
    message: "Another operation on this or a dependent resource is in progress.",
    headers: SOON,
  },
];
/** What a workspace answers. Its clients try again after no 500. */
const OF_A_WORKSPACE: FaultAnswer[] = [
  "drop",
  { status: 429, code: "REQUEST_LIMIT_EXCEEDED", message: "Too many requests.", headers: SOON },
  { status: 503, code: "TEMPORARILY_UNAVAILABLE", message: "Try again.", headers: SOON },
];
const OF_A_MODEL: FaultAnswer[] = [
  "drop",
  { status: 429, code: "429", message: "Rate limit is exceeded.", headers: SOON },
  { status: 500, code: "InternalServerError", message: "The server had an error." },
  { status: 503, code: "ServiceUnavailable", message: "Try again later.", headers: SOON },
];

function answersOf(operation: string): FaultAnswer[] {
  if (operation.startsWith("openai/")) return OF_A_MODEL;
  if (!isOperation(operation) && operation.startsWith("databricks/")) return OF_A_WORKSPACE;
  return /\/(write|delete)$/.test(operation) ? OF_A_CHANGE : OF_AZURE;
}

/**
 * Faults that clients are to outlive: a few in a hundred calls fail, never two of an operation in
 * turn, and a workspace may be ready late. They follow from seed, operation and number of the call
 * alone, so that a seed stands for its faults.
 */
export function seededFaults(seed: number): FaultPlan {
  const draw = (operation: string, nth: number): number =>
    createHash("sha256").update(`${seed}/${operation}/${nth}`).digest().readUInt32BE();
  const fails = (operation: string, nth: number): boolean => draw(operation, nth) % ONE_IN === 0;
  return (operation, nth) => {
    // A workspace becomes ready once: every second one is late.
    if (operation === READINESS) return draw(operation, nth) % 2 === 0 ? "late" : undefined;
    // No client starts a cluster again that Azure had no machine for, nor an operation that failed.
    if ([LAUNCH, NAME].includes(operation) || operation.endsWith(endOf(""))) return undefined;
    if (!fails(operation, nth) || fails(operation, nth - 1)) return undefined;
    const answers = answersOf(operation);
    return answers[Math.floor(draw(operation, nth) / ONE_IN) % answers.length];
  };
}
