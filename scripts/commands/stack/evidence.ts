import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import type { RecordedState } from "../../engine/engine";
import { prove, type Proof, type ProofInput, type UncheckedResource } from "../../proof";
import type { StackHandle } from "./session";

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
}

/**
 * Reads a stack's state. Where the settings are wrong, names come from the state; without names in
 * it, what the stack had is unknown.
 */
export async function gatherEvidence(handle: StackHandle): Promise<Evidence> {
  const state = await readState(handle);
  const error = state instanceof LabError ? state : undefined;
  // On Azure a proof by names needs no Pulumi CLI.
  const isNamed = handle.cloud === undefined && error?.code === "missing-tool";
  const unreadable = isNamed ? undefined : error;
  const recorded = state instanceof LabError ? undefined : state;
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
  return {
    recorded,
    unreadable,
    unreadState: error?.message,
    doubts,
    layout: (recorded && recordedLayout(recorded)) ?? settings.layout,
    classStack: settings.classStack ?? recorded?.references[0],
  };
}

/** Whether a state says what the stack has. */
export const hasNames = (recorded: RecordedState | undefined): recorded is RecordedState =>
  recorded !== undefined && recorded.count + recorded.pending > 0;

/** What the state records, or why it cannot be read. */
async function readState({
  engine,
  stack,
}: StackHandle): Promise<RecordedState | LabError | undefined> {
  try {
    return await engine.recorded(stack);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return error;
  }
}

/** The layout that a state shows; undefined when it records nothing. */
export function recordedLayout({
  count,
  outputs,
  resources,
}: RecordedState): LabConfig["layout"] | undefined {
  if (count === 0) return undefined;
  if (resources.some(({ type }) => type.endsWith(":Removal"))) return "seat";
  return "openaiAccountResourceId" in outputs ? "class" : "lab";
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

/** `npx lab destroy dev --local` */
export const destroyCommand = (handle: Pick<StackHandle, "stack" | "cloud">): string =>
  commandOn("destroy", handle);

/** `npx lab recover dev --local` */
export const recoverCommand = (handle: Pick<StackHandle, "stack" | "cloud">): string =>
  commandOn("recover", handle);

const commandOn = (
  command: string,
  { stack, cloud }: Pick<StackHandle, "stack" | "cloud">,
): string => `npx lab ${command} ${stack.name}${cloud ? " --local" : ""}`;

/** What to look for of a stack, and with which sign-in. */
export async function lookFor(
  handle: StackHandle,
  { recorded, layout, classStack }: Evidence,
): Promise<Pick<ProofInput, "config" | "session" | "recorded">> {
  const { project, name } = handle.stack;
  const { budget, student, openai } = handle.settings;
  return {
    config: { project, stack: name, layout, classStack, budget, student, openai },
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
  });
