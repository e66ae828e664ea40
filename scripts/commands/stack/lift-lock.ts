import type { LabConfig } from "../../../infra/config";
import { LOCK_NAME, namesOf } from "../../../infra/names/physical-names";
import type { AzureSession } from "../../lib/azure/session";
import { deleteLock } from "./locks";

/** The ARM id of a stack's own delete lock. */
export function lockIdOf(
  { project, stack }: Pick<LabConfig, "project" | "stack">,
  { subscriptionId }: Pick<AzureSession, "subscriptionId">,
): string {
  const { resourceGroup } = namesOf({ subscriptionId, project, stack });
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return `${group}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`;
}

/**
 * Deletes the delete lock of a stack's group, without the stack's state: after an interrupted run a
 * lock may exist that no state records, and it would block every deletion. Succeeds also without a
 * lock.
 * @throws LabError `cloud`
 */
export const liftLock = (
  config: Pick<LabConfig, "project" | "stack">,
  azure: AzureSession,
): Promise<void> => deleteLock(lockIdOf(config, azure), azure);
