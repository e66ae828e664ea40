/**
 * What exists outside the state: resources with a stack's names that its state does not record. The
 * state was lost, somebody made or deleted something by hand, or Azure kept something. Doctor, `up`,
 * `recover` and `destroy` all go by this.
 */
import { workspaceIdOf } from "../lib/azure/workspace";
import type { FoundResource } from "./advice";
import type { RecordedStack } from "./places";
import { existingResources, type ProofInput } from "./prove";
import type { ResourceKind, UncheckedResource } from "./report";

/** What exists outside a state. */
export interface Outside {
  /** Whether anything of the stack exists that a state can record, recorded or not. */
  exists: boolean;
  /** Exists: a state can record it. */
  existing: FoundResource[];
  /** Was left over by a deletion: no state can record it, and it is in the way until it is deleted. */
  leftOver: FoundResource[];
  /** What could not be looked for, with the reasons. */
  unknown: UncheckedResource[];
}

const SOFT_DELETED: readonly ResourceKind[] = [
  "soft-deleted account",
  "soft-deleted log workspace",
];

/** Looks for what a stack has in Azure besides what its state records. */
export async function resourcesOutside(
  input: Pick<ProofInput, "config" | "session" | "recorded">,
): Promise<Outside> {
  const { found, unknown } = await existingResources(input);
  const isRecorded = recordedTest(input.recorded);
  const hasWorkspace =
    found.some(({ kind }) => kind === "workspace") ||
    unknown.some(({ kind }) => kind === "workspace");
  const outside = found.filter((one) => one.deleting !== true && !isRecorded(one));
  const isLeftOver = ({ kind }: FoundResource): boolean =>
    SOFT_DELETED.includes(kind) || (kind === "managed group" && !hasWorkspace);
  const isGroup = ({ kind }: FoundResource): boolean => kind === "managed group";
  return {
    exists: found.some((one) => one.deleting !== true && !isLeftOver(one)),
    // A managed group comes and goes with its workspace.
    existing: outside.filter((one) => !isLeftOver(one) && !isGroup(one)),
    leftOver: outside.filter(isLeftOver),
    unknown,
  };
}

/** Whether a state records a resource: by its id, or by a name inside a class's workspace. */
function recordedTest(recorded: RecordedStack | undefined): (one: FoundResource) => boolean {
  const resources = recorded?.resources ?? [];
  const ids = new Set(resources.flatMap(({ id }) => id?.toLowerCase() ?? []));
  const clusters = resources.flatMap(({ inputs }) => inputs["clusterName"] ?? []);
  return ({ kind, id }) => {
    const name = id.split("/").at(-1) ?? "";
    if (kind === "cluster") return clusters.includes(name);
    if (kind === "secret scope") return ids.has(name.toLowerCase());
    if (kind === "folder") return ids.has(`/${id.split("/workspace/").at(-1) ?? ""}`.toLowerCase());
    return ids.has(id.toLowerCase());
  };
}

/**
 * Whether a resource is provably the stack's own, beside its name: by its tags, or, for a managed
 * group, by the workspace that it belonged to. What has neither may be somebody else's.
 */
export function isOwn(
  { tags = {}, managedBy }: Pick<FoundResource, "tags" | "managedBy">,
  { config: { project, stack }, session }: Pick<ProofInput, "config" | "session">,
): boolean {
  if (tags["project"] === project && tags["stack"] === stack) return true;
  const workspace = workspaceIdOf({ project, stack }, session.subscriptionId);
  return managedBy?.toLowerCase() === workspace.toLowerCase();
}
