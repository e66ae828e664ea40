/** What the commands do about what exists outside a stack's state. */
import { placeOf } from "../../../infra/azure/arm-id";
import type { Session } from "../../../infra/azure/session";
import { purgeAccount } from "../../../infra/components/dynamic/purge";
import { LabError } from "../../../infra/errors";
import { armSession } from "../../lib/azure/workspace";
import {
  type FoundResource,
  isOwn,
  type Outside,
  type ResourceKind,
  resourcesOutside,
  theirsCure,
} from "../../proof";
import { deleteResource, purgeDeleted } from "./delete-resource";
import { type Evidence, lookFor, recoverCommand } from "./evidence";
import type { StackHandle, StackSession } from "./session";

/** Looks for what exists outside the state, as the state is now: it is read again. */
export async function findOutside(handle: StackHandle, evidence: Evidence): Promise<Outside> {
  const recorded = await handle.engine.recorded(handle.stack);
  return resourcesOutside(await lookFor(handle, { ...evidence, recorded }));
}

/**
 * Refuses names that are somebody else's in an account or a workspace that existed before: nothing of
 * theirs is changed, taken into a state or deleted.
 * @throws LabError `exists` with the setting that cures it
 */
export function refuseTheirs({ stack }: Pick<StackHandle, "stack">, { theirs }: Outside): void {
  const [first] = theirs;
  if (!first) return;
  throw new LabError(
    "exists",
    `Somebody else has what stack ${stack.name} would create: ${listOf(theirs)}`,
    { where: first.id, cure: theirsCure(first) },
  );
}

/**
 * Refuses an `up` that would meet what exists outside the state, before it creates anything.
 * @throws LabError `exists` with the command that cures it
 */
export async function refuseOutside(session: StackSession, evidence: Evidence): Promise<void> {
  const outside = await resourcesOutside(await lookFor(session, evidence));
  refuseTheirs(session, outside);
  const { existing, leftOver } = outside;
  const cure = recoverCommand(session);
  const [first] = existing;
  if (first)
    throw new LabError(
      "exists",
      `The state of stack ${session.stack.name} does not record what exists already: ${listOf(existing)}`,
      { where: first.id, cure: `${cure} takes it into the state; then run the same command again` },
    );
  const [inTheWay] = leftOver.filter(isInTheWay);
  if (!inTheWay) return;
  throw new LabError("exists", outlivedText(inTheWay), {
    where: inTheWay.id,
    cure: await leftOverCure(session, evidence, inTheWay),
  });
}

/** Azure refuses to create again what belongs to it. A deleted account has a setting of its own. */
const isInTheWay = ({ kind, failed }: FoundResource): boolean =>
  failed === true ||
  kind === "managed group" ||
  kind === "role assignment" ||
  kind === "diagnostic setting";

function outlivedText(one: FoundResource): string {
  if (one.failed)
    return `The creation of ${one.kind} ${nameOf(one)} failed, and nobody can use it.`;
  if (one.kind === "managed group")
    return `The managed group ${nameOf(one)} outlived its workspace: Databricks creates no workspace onto it.`;
  return `The ${one.kind} ${nameOf(one)} outlived what it belonged to.`;
}

async function leftOverCure(
  handle: StackHandle,
  evidence: Evidence,
  one: FoundResource,
): Promise<string> {
  if (!isTagged(one) || isOwn(one, await lookFor(handle, evidence)))
    return `${recoverCommand(handle)} deletes it; then run the same command again`;
  const command = one.kind === "managed group" ? "group delete --name" : "resource delete --ids";
  const what = one.kind === "managed group" ? nameOf(one) : one.id;
  return `it has no tags of this stack: look at what it holds, then az ${command} ${what}`;
}

const TAGGED: readonly ResourceKind[] = ["managed group", "workspace", "account", "log workspace"];
const isTagged = ({ kind }: FoundResource): boolean => TAGGED.includes(kind);

/**
 * Deletes what was left over and is in the way of an `up`: the managed group that outlived the stack's
 * workspace, with the Unity Catalog storage that no other workspace can open, what belonged to a
 * resource that is gone, and what could not be made. Such an account is purged, too: it would hold its
 * name and its place in the quota. So is one whose replacement was interrupted before the purge.
 * @returns the names
 * @throws LabError `exists` when a group or a workspace may be somebody else's; `cloud`
 */
export async function deleteLeftOver(
  handle: StackHandle,
  evidence: Evidence,
  { leftOver }: Outside,
): Promise<string[]> {
  const { session, config } = await lookFor(handle, evidence);
  const arm = armSession(session);
  const deleted: string[] = [];
  // Its workspace denies the deletion of a managed group.
  const isWorkspace = ({ kind }: FoundResource): number => Number(kind === "workspace");
  const inTheWay = leftOver.filter(isInTheWay).sort((a, b) => isWorkspace(b) - isWorkspace(a));
  for (const one of inTheWay) {
    if (isTagged(one) && !isOwn(one, { session, config }))
      throw new LabError(
        "exists",
        `The ${one.kind} ${nameOf(one)} is in the way and has no tags of stack ${config.stack}: it stays.`,
        { where: one.id, cure: await leftOverCure(handle, evidence, one) },
      );
    // A log workspace is kept for 14 days, within which the next `up` takes it back with its logs.
    await deleteResource(arm, one);
    if (one.kind === "account") await purgeFound(arm, one);
    deleted.push(nameOf(one));
  }
  const unpurged = leftOver.filter((one) => isUnpurged(one, evidence));
  for (const one of unpurged.filter((account) => isOwn(account, { session, config }))) {
    await purgeDeleted(arm, one);
    deleted.push(nameOf(one));
  }
  return deleted;
}

const ACCOUNT = "azure-native:cognitiveservices:Account";

/** Whether the state says that the account was deleted for a replacement, whose next step was the purge. */
const isUnpurged = ({ kind }: FoundResource, { recorded }: Evidence): boolean =>
  kind === "soft-deleted account" &&
  recorded?.resources.some(({ type, isReplaced }) => type === ACCOUNT && isReplaced) === true;

async function purgeFound(arm: Session, { id, location = "" }: FoundResource): Promise<void> {
  const { subscriptionId, resourceGroup: resourceGroupName, name: accountName } = placeOf(id);
  await purgeAccount(arm, { subscriptionId, location, resourceGroupName, accountName });
}

/** The last part of a resource's id. */
export const nameOf = ({ id }: Pick<FoundResource, "id">): string => id.split("/").at(-1) ?? id;

/** `account oai-x, workspace dbw-x` */
export const listOf = (found: readonly FoundResource[]): string =>
  found.map((one) => `${one.kind} ${nameOf(one)}`).join(", ");
