import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import type { RecordedState } from "../../engine/engine";
import {
  isSeatRemoval,
  otherSubscriptions,
  type OutsideInput,
  prove,
  type Proof,
  type UncheckedResource,
} from "../../proof";
import { stateFileOf } from "../../engine/state/checkpoint";
import {
  type ClassState,
  existingIn,
  existingOfClass,
  isBuilt,
  readClassState,
  readState,
} from "./existing";
import type { StackHandle } from "./session";

const GROUP = "azure-native:resources:ResourceGroup";
const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

/** What is known of a stack without relying on its configuration. */
export interface Evidence {
  /** What its state records; undefined without a state, or when that could not be read. */
  recorded: RecordedState | undefined;
  /** Why the state could not be read. */
  unreadable: LabError | undefined;
  /** The same in words; also where the Pulumi CLI is missing, without which names still do. */
  unreadState: string | undefined;
  /** Why names cannot be relied on; empty when they can. */
  doubts: UncheckedResource[];
  layout: LabConfig["layout"] | undefined;
  classStack: string | undefined;
  /** What the state of that class records; only for a seat. */
  classState: ClassState | undefined;
  /** What existed before the stack, or before its class. */
  existing: LabConfig["existing"];
}

/**
 * Reads a stack's state. Where the settings are wrong, names come from the state; without names in
 * it, what the stack had is unknown.
 */
export async function gatherEvidence(handle: StackHandle): Promise<Evidence> {
  const state = await readState(handle.engine, handle.stack);
  const [recorded, error] = state instanceof LabError ? [undefined, state] : [state, undefined];
  // On Azure a proof by names needs no Pulumi CLI.
  const isNamed = handle.cloud === undefined && error?.code === "missing-tool";
  const unreadable = isNamed ? undefined : error;
  const doubts: UncheckedResource[] = [];
  if (unreadable)
    doubts.push({
      kind: "state",
      code: unreadable.code,
      reason: unreadable.message,
      cure: unreadable.cure ?? "run the same command again once the state can be read",
    });
  const { settings, configuration } = handle;
  if (configuration instanceof LabError && !hasNames(recorded))
    doubts.push({
      kind: "settings",
      code: "config",
      reason: `the settings of ${handle.stack.name} are wrong, and no state says what it had`,
      cure: `correct ${configuration.where ?? "its settings"}, then run the same command again`,
    });
  const layout = (recorded && recordedLayout(recorded)) ?? settings.layout;
  const classStack = settings.classStack ?? recorded?.references[0];
  const classState =
    layout === "seat" && classStack ? await readClassState(handle, classStack) : undefined;
  // What a stack was built on, its state says; also beside wrong settings.
  const isTold = isBuilt(recorded) || (configuration instanceof LabError && hasNames(recorded));
  const own = isTold ? existingIn(recorded) : settings.existing;
  const existing = (classState && existingOfClass(handle, classState)) ?? own;
  return {
    recorded,
    unreadable,
    unreadState: error?.message,
    doubts,
    layout,
    classStack,
    classState,
    existing,
  };
}

/** Whether a state says what the stack has. */
export const hasNames = (recorded: RecordedState | undefined): recorded is RecordedState =>
  recorded !== undefined && recorded.count + recorded.pending > 0;

/** The layout that a state shows; undefined when it does not show one. */
export function recordedLayout({
  count,
  outputs,
  resources,
  references,
}: RecordedState): LabConfig["layout"] | undefined {
  if (count === 0) return undefined;
  if (references.length > 0 || resources.some(isSeatRemoval)) return "seat";
  if ("openaiAccountResourceId" in outputs) return "class";
  // A seat has no group and no deployment. What ended before it made anything does not show what it
  // was to be.
  return resources.some(({ type }) => type === GROUP || type === DEPLOYMENT) ? "lab" : undefined;
}

/**
 * Refuses to answer when the state cannot be read, or when the settings are wrong and no state says
 * what the stack has.
 * @throws LabError `state-unreadable`, `config`
 */
export function refuseDoubts(
  { configuration }: StackHandle,
  { recorded, unreadable }: Evidence,
): void {
  if (unreadable) throw unreadable;
  if (configuration instanceof LabError && !hasNames(recorded)) throw configuration;
}

/**
 * Why a stack must not be changed with this sign-in: its state records resources in another
 * subscription, and whether they exist cannot be told from here. Undefined when it may.
 */
export async function elsewhere(
  handle: StackHandle,
  { recorded }: Pick<Evidence, "recorded">,
): Promise<LabError | undefined> {
  if (!recorded) return undefined;
  const { stack, cloud } = handle;
  const { subscriptionId } = await handle.azure();
  const [other] = otherSubscriptions(recorded, subscriptionId);
  if (other === undefined) return undefined;
  const cure = cloud
    ? "use the RAI_LAB_HOME of the local cloud that has them; if that cloud is gone for good, delete this state file"
    : `sign in to that subscription (az account set --subscription ${other}, or ARM_SUBSCRIPTION_ID), then run the same command again`;
  return new LabError(
    "foreign-stack",
    `The state of stack ${stack.name} records resources in subscription ${other}, and you are signed in to ${subscriptionId}`,
    { where: cloud ? stateFileOf(stack) : `subscription ${other}`, cure },
  );
}

/** @throws LabError `foreign-stack` when the state records another subscription */
export async function refuseElsewhere(
  handle: StackHandle,
  evidence: Pick<Evidence, "recorded">,
): Promise<void> {
  const error = await elsewhere(handle, evidence);
  if (error) throw error;
}

/** `npx lab destroy dev --local` */
export const destroyCommand = (handle: Pick<StackHandle, "stack" | "cloud">): string =>
  commandOn("destroy", handle);

/** `npx lab recover dev --local` */
export const recoverCommand = (handle: Pick<StackHandle, "stack" | "cloud">): string =>
  commandOn("recover", handle);

/** `npx lab COMMAND dev --local` */
export const commandOn = (
  command: string,
  { stack, cloud }: Pick<StackHandle, "stack" | "cloud">,
): string => `npx lab ${command} ${stack.name}${cloud ? " --local" : ""}`;

/** What to look for of a stack, and with which sign-in. */
export async function lookFor(
  handle: StackHandle,
  { recorded, layout, classStack, existing }: Evidence,
): Promise<OutsideInput> {
  const { project, name: stack } = handle.stack;
  const { settings, configuration } = handle;
  // Defaults count only where the whole configuration is valid.
  const config = configuration instanceof LabError ? settings : configuration;
  return {
    config: { ...config, project, stack, layout, classStack, existing },
    session: await handle.azure(),
    recorded,
  };
}

/** Proves a stack gone, or says what is left. */
export const proveStack = async (handle: StackHandle, evidence: Evidence): Promise<Proof> =>
  prove({
    ...(await lookFor(handle, evidence)),
    doubts: evidence.doubts,
    destroy: destroyCommand(handle),
    recover: recoverCommand(handle),
  });
