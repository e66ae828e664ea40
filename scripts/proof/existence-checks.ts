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
  /** Azure is still making or changing it: that may fail. */
  unfinished?: boolean;
  /** Its creation failed: it never was of use. */
  failed?: boolean;
  /** Of an account. */
  location?: string | undefined;
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

/** States in which nothing goes on: those of every resource, and that of a deployment that is turned off. */
const AT_REST = ["Succeeded", "Failed", "Canceled", "Disabled"];

/**
 * What a provisioning state says of a resource.
 * @param wasOfUse whether it may hold what nobody can make again: then it has not failed for good
 */
export function progressOf(
  state = "Succeeded",
  wasOfUse = false,
): Pick<ExistingResource, "deleting" | "unfinished" | "failed"> {
  const deleting = state === "Deleting";
  return {
    deleting,
    unfinished: !deleting && !AT_REST.includes(state),
    failed: !wasOfUse && (state === "Failed" || state === "Canceled"),
  };
}

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
      return { id, tags, managedBy, ...progressOf(properties?.provisioningState, true) };
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
        const { id, tags, location, properties } = answer;
        const state = properties?.provisioningState;
        // Deployments are only made in an account that once was made itself.
        const wasOfUse =
          state === "Failed" &&
          (await collect(cognitive.deployments.list(resourceGroup, account))).length > 0;
        return { id, tags, location, ...progressOf(state, wasOfUse) };
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
        // Only one that was made once has a URL.
        return { id, tags, ...progressOf(provisioningState, workspaceUrl !== undefined) };
      },
    });
  return checks;
}

/** Compares group and name alone, in any case: the id has a form of its own, with the location. */
function isDeletedAccount(id: string | undefined, group: string, account: string): boolean {
  const end = `/resourceGroups/${group}/deletedAccounts/${account}`;
  return id?.toLowerCase().endsWith(end.toLowerCase()) ?? false;
}
