/** Whether a resource that was found is in the stack's state, and whether it is the stack's own. */
import type { AzureSession } from "../lib/azure/session";
import { type StackIdentity, workspaceIdOf } from "../lib/azure/workspace";
import type { FoundResource } from "./advice";
import type { RecordedStack } from "./places";
import type { ResourceKind } from "./report";

/** A stack, and the sign-in that its names are derived with. */
interface Owner {
  config: Pick<StackIdentity, "project" | "stack" | "existing">;
  session: Pick<AzureSession, "subscriptionId">;
}

/**
 * Whether a state records a resource: by its id, or by a name inside a workspace. What was deleted for
 * its replacement is recorded under the same id, and is not what exists now; nor is a purge the account
 * that it would purge.
 */
export function recordedTest(recorded: RecordedStack | undefined): (one: FoundResource) => boolean {
  const resources = (recorded?.resources ?? []).filter(
    ({ isReplaced, type }) => !isReplaced && !type.endsWith("rai-lab:Purge"),
  );
  const ids = new Set(resources.flatMap(({ id }) => id?.toLowerCase() ?? []));
  const inputsOf = (end: string, input: string): unknown[] =>
    resources.filter(({ type }) => type.endsWith(end)).map(({ inputs }) => inputs[input]);
  const clusters = inputsOf(":Cluster", "clusterName");
  const policies = inputsOf(":ClusterPolicy", "name");
  return ({ kind, id }) => {
    const name = id.split("/").at(-1) ?? "";
    if (kind === "cluster") return clusters.includes(name);
    if (kind === "cluster policy") return policies.includes(name);
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
  { config: { project, stack }, session }: Owner,
): boolean {
  if (tags["project"] === project && tags["stack"] === stack) return true;
  const workspace = workspaceIdOf({ project, stack }, session.subscriptionId);
  return managedBy?.toLowerCase() === workspace.toLowerCase();
}

/** What bears the tags of its stack in an account or a workspace that existed before. */
const MARKED: readonly ResourceKind[] = ["deployment", "cluster", "cluster policy"];

/**
 * Whether a resource has a name of the stack, in an account or a workspace that existed before, and is
 * somebody else's: no state records it, and it has no tags of the stack.
 */
export function isTheirs(
  one: FoundResource,
  input: Owner & { recorded?: RecordedStack | undefined },
): boolean {
  const { openaiAccountId, workspaceId } = input.config.existing ?? {};
  const isInside = [openaiAccountId, workspaceId].some(
    (id) => id !== undefined && one.id.toLowerCase().startsWith(`${id.toLowerCase()}/`),
  );
  return (
    isInside &&
    MARKED.includes(one.kind) &&
    !recordedTest(input.recorded)(one) &&
    !isOwn(one, input)
  );
}

const TAGGED: readonly ResourceKind[] = [
  "resource group",
  "managed group",
  "account",
  "workspace",
  "log workspace",
];

/**
 * Whether `lab destroy` leaves a resource: no state records it, and it has no tags of the stack
 * although its kind has tags.
 */
export const isForeign = (
  one: FoundResource,
  input: Owner & { recorded?: RecordedStack | undefined },
): boolean => TAGGED.includes(one.kind) && !recordedTest(input.recorded)(one) && !isOwn(one, input);
