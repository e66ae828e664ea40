import { LabError } from "../../../../infra/errors";
import type { SeatMinutes } from "../../../class/allowance";
import type { SeatFailure } from "../../../class/class-status";
import type { FleetResult, JobContext, JobResult } from "../../../class/fleet";
import type { Failure } from "../../../engine/engine";
import type { Console } from "../../../lib/shell/console";
import { runWithin } from "../../../lib/shell/stages";
import { leftText, type Proof } from "../../../proof";
import { bringUp } from "../../stack/bring-up";
import { withCure } from "../../stack/cures";
import { destroyStack } from "../../stack/destroy-stack";
import { gatherEvidence, refuseDoubts, refuseElsewhere } from "../../stack/evidence";
import { refuseLostClass } from "../../stack/lost-class";
import { recoverStack } from "../../stack/recover-stack";
import type { OpenCloud } from "../../stack/session";

/** What an operation knows of a stack beside how it ended. */
export interface StackDetail {
  /** Outputs of its stack; secrets are masked. */
  outputs?: Record<string, unknown>;
  /** What is left of a destroyed one. */
  proof?: Proof;
  /** Of today, where the operation held its seat to them. */
  minutes?: SeatMinutes;
}

/** How an operation on a stack ended. */
export type StackResult = JobResult<StackDetail>;

/** How a verb ended on a class. */
export type VerbResult = FleetResult<StackDetail>;

/** One operation on one stack of a class. */
export type StackWork = (
  cloud: OpenCloud,
  stack: string,
  console: Console,
  context: JobContext,
) => Promise<StackResult>;

/** Brings a stack up. @throws LabError when it could not begin */
export const upWork: StackWork = async (cloud, stack, console, context) => {
  const own = consoleOf(stack, console, context);
  const handle = await cloud.open({ stack, writes: true });
  const { configuration: config } = handle;
  if (config instanceof LabError) throw config;
  const { stages, outcome } = bringUp({ ...handle, config }, own, { allowDataLoss: false });
  await runWithin(stages, own, context.say);
  const { failures, outputs } = outcome();
  return { ...endOf(failures), detail: { outputs } };
};

/** Brings an interrupted stack to a consistent state. @throws LabError when it could not begin */
export const recoverWork: StackWork = async (cloud, stack, console, context) => {
  const own = consoleOf(stack, console, context);
  const handle = await cloud.open({ stack });
  const evidence = await gatherEvidence(handle);
  refuseDoubts(handle, evidence);
  await refuseElsewhere(handle, evidence);
  await refuseLostClass(handle, evidence);
  const { stages, outcome } = recoverStack(handle, evidence, own);
  await runWithin(stages, own, context.say);
  return endOf(outcome().failures);
};

/**
 * Destroys a stack and looks in the cloud whether anything is left.
 * @throws LabError when it could not begin
 */
export const destroyWork: StackWork = async (cloud, stack, console, context) => {
  const own = consoleOf(stack, console, context);
  const handle = await cloud.open({ stack });
  const evidence = await gatherEvidence(handle);
  await refuseElsewhere(handle, evidence);
  const { stages, outcome } = destroyStack(handle, evidence, own);
  await runWithin(stages, own, context.say);
  const { failures, proof } = outcome();
  if (failures.length > 0) return failed(failures);
  const message = leftText(proof);
  if (message === undefined) return { state: "gone", detail: { proof } };
  const code = proof.left.length > 0 ? "left" : "unknown";
  return { state: "failed", failure: { code, message }, detail: { proof } };
};

/**
 * What one of many stacks prints bears its name, and nobody is asked: the answer would be for all.
 */
const consoleOf = (stack: string, console: Console, { signal }: JobContext): Console => ({
  ...console,
  signal,
  note: (text) => console.note(`${stack}: ${text}`),
  confirm: () => Promise.resolve(undefined),
});

const endOf = (failures: readonly Failure[]): StackResult =>
  failures.length === 0 ? { state: "ready" } : failed(failures);

/** A cluster that does not answer is all that is wrong with an unhealthy stack. */
function failed(failures: readonly Failure[]): StackResult {
  const isMade = failures.every(({ code }) => code === "cluster-unfit");
  return { state: isMade ? "unhealthy" : "failed", failure: failureOf(failures) };
}

/** The first failure, and how many more there are. */
function failureOf(failures: readonly Failure[]): SeatFailure {
  const { urn, code, message, cure } = withCure(failures[0]!);
  const name = urn.split("::").at(-1) || "the program";
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  return { code, message: `${name}: ${message}${more}`, cure };
}
