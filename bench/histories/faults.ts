/** Kinds of fault, the operations of the cloud that each can hit, and seeded plans of several. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { isOperation } from "../../scripts/cloud/azure";
import type { ErrorAnswer, Fault, FaultAnswer } from "../../scripts/cloud/core/faults";
import { endOf } from "../../scripts/cloud/core/operations";
import { LAUNCH, NAME, READINESS } from "../../scripts/cloud/databricks";

/** One way to fail. */
export interface FaultKind {
  name: string;
  canHit(operation: string): boolean;
  answer: FaultAnswer;
  /** A call that is refused once may be tried again, so that several in turn have to fail. */
  inTurn?: boolean;
}

const isEnd = (operation: string): boolean => operation.endsWith(endOf(""));
const isEvent = (operation: string): boolean =>
  isEnd(operation) || [LAUNCH, NAME, READINESS].includes(operation);
const isArm = (operation: string): boolean =>
  !isEnd(operation) && (isOperation(operation) || operation === "entra/token");
const isWorkspace = (operation: string): boolean =>
  operation.startsWith("databricks/") && !isEvent(operation) && !isOperation(operation);
const isCall = (operation: string): boolean => isArm(operation) || isWorkspace(operation);
const changes = (operation: string): boolean =>
  isArm(operation) && /\/(write|delete)$/.test(operation);

const error = (status: number, code: string, more: Partial<ErrorAnswer> = {}): ErrorAnswer => ({
  status,
  code,
  message: "a fault of this history",
  headers: { "retry-after-ms": "1" },
  ...more,
});
const FAILED = error(500, "InternalServerError");
const LIBRARY = "databricks/libraries/install";

/** All kinds. What may be tried again and what may not, before its effect and after it. */
export const FAULT_KINDS: readonly FaultKind[] = [
  {
    name: "ARM 409, another operation",
    canHit: changes,
    answer: error(409, "AnotherOperationInProgress"),
    inTurn: true,
  },
  { name: "ARM 429", canHit: isArm, answer: error(429, "TooManyRequests"), inTurn: true },
  { name: "ARM 500", canHit: isArm, answer: FAILED, inTurn: true },
  {
    name: "ARM 500 after the effect",
    canHit: changes,
    answer: { ...FAILED, served: true },
    inTurn: true,
  },
  { name: "ARM 503", canHit: isArm, answer: error(503, "ServiceUnavailable"), inTurn: true },
  { name: "ARM 504, timeout", canHit: isArm, answer: error(504, "GatewayTimeout"), inTurn: true },
  {
    name: "ARM 504 after the effect",
    canHit: changes,
    answer: error(504, "GatewayTimeout", { served: true }),
    inTurn: true,
  },
  {
    name: "role lag: ARM 403",
    canHit: (operation) => isArm(operation) && operation !== "entra/token",
    answer: error(403, "AuthorizationFailed"),
  },
  {
    name: "key lag: 409 at listKeys",
    canHit: (operation) => operation === "cognitiveservices/accounts/listKeys",
    answer: error(409, "AccountProvisioningStateInvalid"),
  },
  { name: "connection cut before", canHit: isCall, answer: "drop", inTurn: true },
  { name: "connection cut after", canHit: isCall, answer: "drop served", inTurn: true },
  {
    name: "Databricks 429",
    canHit: isWorkspace,
    answer: error(429, "REQUEST_LIMIT_EXCEEDED"),
    inTurn: true,
  },
  {
    name: "Databricks 503",
    canHit: isWorkspace,
    answer: error(503, "TEMPORARILY_UNAVAILABLE"),
    inTurn: true,
  },
  { name: "Databricks 500", canHit: isWorkspace, answer: error(500, "INTERNAL_ERROR") },
  {
    name: "Databricks 500 after",
    canHit: isWorkspace,
    answer: error(500, "INTERNAL_ERROR", { served: true }),
  },
  {
    name: "role lag: Databricks 403",
    canHit: isWorkspace,
    answer: error(403, "PERMISSION_DENIED"),
  },
  { name: "workspace ready late", canHit: (operation) => operation === READINESS, answer: "late" },
  { name: "DNS not ready", canHit: (operation) => operation === NAME, answer: "late" },
  {
    name: "library failure",
    canHit: (operation) => operation === endOf(LIBRARY),
    answer: FAILED,
  },
  { name: "no machine", canHit: (operation) => operation === LAUNCH, answer: FAILED },
  {
    name: "LRO Failed: partial create",
    canHit: (operation) => isEnd(operation) && operation.includes("/create/"),
    answer: FAILED,
  },
  {
    name: "LRO Failed: update",
    canHit: (operation) => isEnd(operation) && operation.includes("/update/"),
    answer: FAILED,
  },
  {
    name: "LRO Failed: delete, purge",
    canHit: (operation) => isEnd(operation) && /\/(delete|purge)\//.test(operation),
    answer: FAILED,
  },
];

/** How often each operation of the cloud is called without a fault, and each event comes. */
export type Calls = ReadonlyMap<string, number>;

/** A fault of a history, with its kind. */
export interface PlannedFault extends Fault {
  kind: FaultKind;
  /** Several calls in turn fail by one fault, which has one number. */
  number: number;
}

/** No client tries a call so often again. */
const LONGEST_TURN = 30;
const MOST_FAULTS = 6;

/**
 * Two to six faults, drawn from all that the calls of an operation can meet: first the kind, so that no kind is rare. Where
 * two meet at one call, the later one comes when that is tried again: a seat's destroy makes one call of Resource Manager, and
 * ends where its role lags, so two faults come only before that.
 */
export function drawFaults(calls: Calls, seed: number): PlannedFault[] {
  const random = xoroshiro128plus(seed);
  const kinds = FAULT_KINDS.filter((kind) => operationsOf(kind, calls).length > 0);
  const count = uniformInt(random, 2, MOST_FAULTS);
  const taken = new Set<string>();
  return Array.from({ length: count }, () => pick(random, kinds)).flatMap((kind, number) => {
    const operation = pick(random, operationsOf(kind, calls));
    let first = uniformInt(random, 1, calls.get(operation)!);
    while (taken.has(`${operation} ${first}`)) first++;
    const isLong = kind.inTurn === true && uniformInt(random, 0, 1) === 1;
    const { answer } = kind;
    return Array.from({ length: isLong ? LONGEST_TURN : 1 }, (_, i): PlannedFault => {
      const nth = first + i;
      taken.add(`${operation} ${nth}`);
      return { kind, number, operation, nth, answer };
    });
  });
}

/** The operations of the cloud that a kind can hit. */
export const operationsOf = (kind: FaultKind, calls: Calls): string[] =>
  [...calls.keys()].filter((operation) => kind.canHit(operation)).sort();

const pick = <T>(random: RandomGenerator, all: readonly T[]): T =>
  all[uniformInt(random, 0, all.length - 1)]!;
