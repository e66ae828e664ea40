import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { LOCK_NAME, namesOf } from "../../../infra/names/physical-names";
import { ignoreNotFound } from "../../lib/azure/answers";
import { azureClients } from "../../lib/azure/clients";
import { refusalOf } from "../../lib/azure/errors";
import type { AzureSession } from "../../lib/azure/session";

const { apiVersion } =
  RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"];

/**
 * Deletes the delete lock of a stack's group, without the stack's state: after an interrupted run a
 * lock may exist that no state records, and it would block every deletion. Succeeds also without a
 * lock.
 * @throws LabError `cloud`
 */
export async function liftLock(
  config: Pick<LabConfig, "project" | "stack">,
  azure: AzureSession,
): Promise<void> {
  const { subscriptionId } = azure;
  const { resourceGroup } = namesOf({
    subscriptionId,
    project: config.project,
    stack: config.stack,
  });
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const lock = `${group}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`;
  try {
    await ignoreNotFound(
      azureClients(azure)
        .resources.resources.deleteById(lock, apiVersion)
        .then(() => true),
    );
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (!refusal) throw cause;
    throw new LabError(
      "cloud",
      `The lock of ${resourceGroup} cannot be lifted: ${refusal.reason}`,
      {
        where: lock,
        cure: "ask an Owner of the group to remove it, then run the same command again",
        cause,
      },
    );
  }
}
