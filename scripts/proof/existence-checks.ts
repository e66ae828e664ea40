import { collect, ignoreNotFound } from "../lib/azure/answers";
import type { AzureClients } from "../lib/azure/clients";
import type { LabPlace } from "./places";
import type { ResourceKind } from "./report";

/** A resource that still exists. */
export interface ExistingResource {
  /** As Azure spells it. */
  id?: string | undefined;
  /** Azure is deleting it. */
  deleting?: boolean;
  /** Azure is still making it: that may fail. */
  unfinished?: boolean;
  /** Its creation failed: it never was of use. */
  failed?: boolean;
  /** Until when Azure keeps it, where it says so. */
  until?: string | undefined;
  /** Absent where a resource has none, or where they are not read. */
  tags?: Record<string, string> | undefined;
  /** ARM id of the workspace whose managed group it is. */
  managedBy?: string | undefined;
}

/**
 * A check of one resource: `id` is where it would be, and `find` resolves with undefined when it
 * does not exist.
 */
export interface ExistenceCheck {
  kind: ResourceKind;
  id: string;
  find(): Promise<ExistingResource | undefined>;
}

const isDeleting = (state: string | undefined): boolean => state === "Deleting";

/** The checks that together prove a lab or a class gone from one place. */
export function existenceChecks(
  place: LabPlace,
  { cognitive, databricks, resources }: AzureClients,
): ExistenceCheck[] {
  const { subscriptionId, resourceGroup, managedResourceGroup, account, workspace } = place;
  const subscription = `/subscriptions/${subscriptionId}`;
  const group = `${subscription}/resourceGroups/${resourceGroup}`;
  const checks: ExistenceCheck[] = [];

  const addGroup = (kind: ResourceKind, name: string): void => {
    const find = async (): Promise<ExistingResource | undefined> => {
      const answer = await ignoreNotFound(resources.resourceGroups.get(name));
      if (!answer) return undefined;
      const { id, tags, managedBy, properties } = answer;
      return { id, tags, managedBy, deleting: isDeleting(properties?.provisioningState) };
    };
    checks.push({ kind, id: `${subscription}/resourceGroups/${name}`, find });
  };

  addGroup("resource group", resourceGroup);
  if (managedResourceGroup !== undefined) addGroup("managed group", managedResourceGroup);
  if (account !== undefined) {
    checks.push({
      kind: "account",
      id: `${group}/providers/Microsoft.CognitiveServices/accounts/${account}`,
      find: async () => {
        const answer = await ignoreNotFound(cognitive.accounts.get(resourceGroup, account));
        if (!answer) return undefined;
        const { id, tags, properties } = answer;
        return { id, tags, deleting: isDeleting(properties?.provisioningState) };
      },
    });
    checks.push({
      kind: "soft-deleted account",
      id: `${group}/providers/Microsoft.CognitiveServices/deletedAccounts/${account}`,
      find: async () => {
        const all = await collect(cognitive.deletedAccounts.list());
        const own = all.find(({ id }) => isDeletedAccount(id, resourceGroup, account));
        if (!own) return undefined;
        return { id: own.id, tags: own.tags, until: own.properties?.scheduledPurgeDate };
      },
    });
  }
  if (workspace !== undefined)
    checks.push({
      kind: "workspace",
      id: `${group}/providers/Microsoft.Databricks/workspaces/${workspace}`,
      find: async () => {
        const answer = await ignoreNotFound(databricks.workspaces.get(resourceGroup, workspace));
        if (!answer) return undefined;
        const { id, tags, provisioningState, workspaceUrl } = answer;
        const deleting = isDeleting(provisioningState);
        // Only one that was made once has a URL.
        const isMade = deleting || workspaceUrl !== undefined;
        const failed = !isMade && provisioningState === "Failed";
        return { id, tags, deleting, failed, unfinished: !isMade && !failed };
      },
    });
  return checks;
}

/** Compares group and name alone, in any case: the id has a form of its own, with the location. */
function isDeletedAccount(id: string | undefined, group: string, account: string): boolean {
  const end = `/resourceGroups/${group}/deletedAccounts/${account}`;
  return id?.toLowerCase().endsWith(end.toLowerCase()) ?? false;
}
