/** What state files record, read without a passphrase. */
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { RecordedState, Stack } from "../engine";
import { stateFileOf } from "./checkpoint";
import type { PendingOperation, Resource } from "./resource";
import { readStoredDeployment } from "./stored-deployment";
import { isDefaultProvider, isProviderType, STACK_TYPE } from "./urn";

/** The parts of a deployment that are read here. */
interface Deployment {
  resources?: Resource[] | null;
  pending_operations?: PendingOperation[] | null;
}

/** Summarises a deployment: a state file's, or an export of the CLI. */
export function recordedIn({ resources, pending_operations: pending }: Deployment): RecordedState {
  const recorded = resources ?? [];
  const root = recorded.find(({ type, delete: old }) => type === STACK_TYPE && !old);
  const dates = recorded.flatMap(({ created }) => created ?? []).sort();
  // An operation that has begun may have created its resource.
  const all = [...recorded, ...(pending ?? []).map(({ resource }) => resource)];
  const standing = new Set(recorded.filter((r) => !r.pendingReplacement).map(({ urn }) => urn));
  return {
    count: recorded.filter((resource) => !isDefaultProvider(resource)).length,
    made: dates[0],
    outputs: root?.outputs ?? {},
    pending: pending?.length ?? 0,
    resources: all
      .filter(({ custom, external, type }) => custom && !external && !isProviderType(type))
      .map(({ urn, type, id, inputs, pendingReplacement, deletedWith = "" }) => ({
        urn,
        type,
        id,
        inputs: inputs ?? {},
        // What is deleted with another resource exists until that one is.
        isReplaced: pendingReplacement && !standing.has(deletedWith),
      })),
    references: recorded
      .filter(({ type }) => type === "pulumi:pulumi:StackReference")
      .flatMap(({ id }) => id ?? []),
  };
}

/**
 * What the state file of a stack records; undefined when there is no such file.
 * @throws LabError `state-unreadable`
 */
export async function readRecordedState(
  stack: Pick<Stack, "backend" | "project" | "name">,
): Promise<RecordedState | undefined> {
  const deployment = await readStoredDeployment(stateFileOf(stack));
  return deployment && recordedIn(deployment);
}

/** The names of a project's stacks that have a state file in a `file://` backend, sorted. */
export async function recordedStacks(backend: string, project: string): Promise<string[]> {
  const folder = dirname(stateFileOf({ backend, project, name: "any" }));
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
