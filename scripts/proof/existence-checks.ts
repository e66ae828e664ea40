import type { Names } from "../../infra/names/physical-names";
import { collect, ignoreNotFound } from "../lib/azure/answers";
import type { AzureClients } from "../lib/azure/clients";
import type { ResourceKind } from "./report";

/** A resource that still exists; `id` as Azure spells it. */
export interface ExistingResource {
  id?: string;
  note: string;
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

/**
 * A check by one read.
 * @param noteOf what it means that the resource exists, and how to remove it
 * @param notFoundCodes error codes with which the resource's service says that it does not exist
 */
export const existenceCheck = <T extends { id?: string }>(
  kind: ResourceKind,
  id: string,
  read: () => Promise<T | undefined>,
  noteOf: (resource: T) => string,
  notFoundCodes?: readonly string[],
): ExistenceCheck => ({
  kind,
  id,
  find: async () => {
    const found = await ignoreNotFound(read(), notFoundCodes);
    return found && { id: found.id, note: noteOf(found) };
  },
});

/** The checks that together prove a stack destroyed. They use names alone and need no state. */
export function existenceChecks(
  names: Names,
  subscriptionId: string,
  { cognitive, databricks, resources }: AzureClients,
): ExistenceCheck[] {
  const subscription = `/subscriptions/${subscriptionId}`;
  const group = `${subscription}/resourceGroups/${names.resourceGroup}`;
  const managed = `${subscription}/resourceGroups/${names.managedResourceGroup}`;
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/${names.openaiAccount}`;
  const deleted = `${group}/providers/Microsoft.CognitiveServices/deletedAccounts/${names.openaiAccount}`;
  const workspace = `${group}/providers/Microsoft.Databricks/workspaces/${names.databricksWorkspace}`;

  const groupCheck = (kind: ResourceKind, id: string, name: string, note: string): ExistenceCheck =>
    existenceCheck(
      kind,
      id,
      () => resources.resourceGroups.get(name),
      ({ properties }) => deletionNote(properties?.provisioningState) ?? note,
    );
  return [
    groupCheck(
      "resource group",
      group,
      names.resourceGroup,
      `remove it with all it holds: az group delete --name ${names.resourceGroup}`,
    ),
    groupCheck(
      "managed group",
      managed,
      names.managedResourceGroup,
      "the workspace's own group outlived it and is billed: " +
        `az group delete --name ${names.managedResourceGroup}`,
    ),
    existenceCheck(
      "account",
      account,
      () => cognitive.accounts.get(names.resourceGroup, names.openaiAccount),
      ({ properties }) =>
        deletionNote(properties?.provisioningState) ??
        "its deployments hold quota: run lab destroy again",
    ),
    existenceCheck(
      "soft-deleted account",
      deleted,
      async () => {
        const all = await collect(cognitive.deletedAccounts.list());
        return all.find(({ id }) => isDeletedAccount(id, names));
      },
      ({ properties }) =>
        `holds its name and quota${purgeDateText(properties?.scheduledPurgeDate)}: purge it`,
    ),
    existenceCheck(
      "workspace",
      workspace,
      () => databricks.workspaces.get(names.resourceGroup, names.databricksWorkspace),
      ({ provisioningState }) =>
        deletionNote(provisioningState) ?? "is billed: run lab destroy again",
    ),
  ];
}

/** Compares group and name alone, in any case: the id has a form of its own, with the location. */
function isDeletedAccount(id: string | undefined, names: Names): boolean {
  const end = `/resourceGroups/${names.resourceGroup}/deletedAccounts/${names.openaiAccount}`;
  return id?.toLowerCase().endsWith(end.toLowerCase()) ?? false;
}

const deletionNote = (state: string | undefined): string | undefined =>
  state === "Deleting" ? "is being deleted: look again in a minute" : undefined;
const purgeDateText = (date: string | undefined): string =>
  date === undefined ? "" : ` until ${date}`;
