import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import { ignoreNotFound } from "../../lib/azure/answers";
import { azureClients } from "../../lib/azure/clients";
import { refusalOf } from "../../lib/azure/errors";
import { listAll } from "../../lib/azure/list";
import type { AzureSession } from "../../lib/azure/session";

/** Locks of resource groups, and of what is in them and above them. */

const { apiVersion } =
  RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"];
const LOCKS = "/providers/Microsoft.Authorization/locks";

/** The ARM id of the resource group that an id is in; undefined for an id outside of groups. */
const groupOf = (id: string): string | undefined =>
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0].toLowerCase();

/**
 * The ARM ids, in lower case, of the locks in and above the groups of these resources.
 * @param ids ARM ids; others are ignored
 * @throws LabError `cloud`
 */
export async function standingLocks(
  ids: readonly string[],
  azure: AzureSession,
): Promise<string[]> {
  const groups = new Set(ids.map(groupOf).filter((group) => group !== undefined));
  const found = await Promise.all([...groups].map((group) => locksAround(group, azure)));
  return [...new Set(found.flat())];
}

/** Whether a lock keeps a resource from being deleted: it is on it, above it or in it. */
export function protects(lock: string, id: string): boolean {
  const [scope, resource] = [scopeOf(lock.toLowerCase()), id.toLowerCase()];
  return `${resource}/`.startsWith(`${scope}/`) || scope.startsWith(`${resource}/`);
}

/** What a lock is on. */
const scopeOf = (lock: string): string => lock.slice(0, lock.lastIndexOf(LOCKS.toLowerCase()));

async function locksAround(group: string, azure: AzureSession): Promise<string[]> {
  const { resources } = azureClients(azure);
  const query = { "api-version": apiVersion };
  try {
    const list = listAll<{ id: string }>(resources, azure.endpoint, `${group}${LOCKS}`, query);
    return ((await ignoreNotFound(list)) ?? []).map(({ id }) => id.toLowerCase());
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (!refusal) throw cause;
    // Who may not read locks can still change what no lock protects.
    if (refusal.status === 403) return [];
    const { reason, cure } = refusal;
    const message = `The locks of ${nameOf(group)} cannot be read: ${reason}`;
    throw new LabError("cloud", message, { where: group, cure, cause });
  }
}

/** Deletes a lock by its ARM id. Succeeds also without one. @throws LabError `cloud` */
export async function deleteLock(lock: string, azure: AzureSession): Promise<void> {
  const { resources } = azureClients(azure).resources;
  try {
    await ignoreNotFound(resources.deleteById(lock, apiVersion).then(() => true));
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (!refusal) throw cause;
    const scope = nameOf(scopeOf(lock.toLowerCase()));
    throw new LabError("cloud", `The lock of ${scope} cannot be lifted: ${refusal.reason}`, {
      where: lock,
      cure: "ask an Owner of the group to remove it, then run the same command again",
      cause,
    });
  }
}

/** The last part of an ARM id. */
const nameOf = (id: string): string => id.split("/").at(-1) ?? id;
