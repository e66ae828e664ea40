/** What the commands do about what exists outside a stack's state. */
import { deleteForGood } from "../../../infra/components/dynamic/forced-delete";
import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import { armSession } from "../../lib/azure/workspace";
import { type FoundResource, isOwn, type Outside, resourcesOutside } from "../../proof";
import { type Evidence, lookFor, recoverCommand } from "./evidence";
import type { StackHandle, StackSession } from "./session";

const GROUP = RESOURCE_TYPES["azure-native:resources:ResourceGroup"];

/** Looks for what exists outside the state, as the state is now. */
export async function findOutside(handle: StackHandle, evidence: Evidence): Promise<Outside> {
  const recorded = await handle.engine.recorded(handle.stack);
  return resourcesOutside(await lookFor(handle, { ...evidence, recorded }));
}

/**
 * Refuses an `up` that would meet what exists outside the state, before it creates anything.
 * @throws LabError `exists` with the command that cures it
 */
export async function refuseOutside(session: StackSession, evidence: Evidence): Promise<void> {
  const { existing, leftOver } = await findOutside(session, evidence);
  const cure = recoverCommand(session);
  const [first] = existing;
  if (first)
    throw new LabError(
      "exists",
      `The state of stack ${session.stack.name} does not record what exists already: ${listOf(existing)}`,
      { where: first.id, cure: `${cure} takes it into the state; then run the same command again` },
    );
  const managed = leftOver.find(({ kind }) => kind === "managed group");
  if (!managed) return;
  throw new LabError(
    "exists",
    `The managed group ${nameOf(managed)} outlived its workspace: Databricks creates no workspace onto it.`,
    { where: managed.id, cure: await managedGroupCure(session, evidence, managed) },
  );
}

async function managedGroupCure(
  handle: StackHandle,
  evidence: Evidence,
  managed: FoundResource,
): Promise<string> {
  if (isOwn(managed, await lookFor(handle, evidence)))
    return `${recoverCommand(handle)} deletes it; then run the same command again`;
  return `it has no tags of this stack: look at what it holds, then az group delete --name ${nameOf(managed)}`;
}

/**
 * Deletes the managed group that outlived the stack's workspace, with the Unity Catalog storage that
 * no other workspace can open. Only when it is provably the stack's own.
 * @returns its name; undefined when there is none
 * @throws LabError `exists` when it may be somebody else's; `cloud`
 */
export async function deleteLeftOverGroup(
  handle: StackHandle,
  evidence: Evidence,
  { leftOver }: Outside,
): Promise<string | undefined> {
  const managed = leftOver.find(({ kind }) => kind === "managed group");
  if (!managed) return undefined;
  const { session, config } = await lookFor(handle, evidence);
  if (!isOwn(managed, { session, config }))
    throw new LabError(
      "exists",
      `The managed group ${nameOf(managed)} outlived a workspace and has no tags of stack ${config.stack}: it stays.`,
      { where: managed.id, cure: await managedGroupCure(handle, evidence, managed) },
    );
  await deleteForGood(armSession(session), managed.id, { "api-version": GROUP.apiVersion });
  return nameOf(managed);
}

/** The last part of a resource's id. */
export const nameOf = ({ id }: Pick<FoundResource, "id">): string => id.split("/").at(-1) ?? id;

/** `account oai-x, workspace dbw-x` */
export const listOf = (found: readonly FoundResource[]): string =>
  found.map((one) => `${one.kind} ${nameOf(one)}`).join(", ");
