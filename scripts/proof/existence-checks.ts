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

const BEING_DELETED = "is being deleted: look again in a minute";

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

  const findGroup = async (name: string, note: string): Promise<ExistingResource | undefined> => {
    const answer = await ignoreNotFound(resources.resourceGroups.get(name));
    return (
      answer && { id: answer.id, note: deletionNote(answer.properties?.provisioningState) ?? note }
    );
  };
  return [
    {
      kind: "resource group",
      id: group,
      find: () =>
        findGroup(
          names.resourceGroup,
          `remove it with all it holds: az group delete --name ${names.resourceGroup}`,
        ),
    },
    {
      kind: "managed group",
      id: managed,
      find: () =>
        findGroup(
          names.managedResourceGroup,
          `the workspace's own group outlived it and is billed: az group delete --name ${names.managedResourceGroup}`,
        ),
    },
    {
      kind: "account",
      id: account,
      find: async () => {
        const answer = await ignoreNotFound(
          cognitive.accounts.get(names.resourceGroup, names.openaiAccount),
        );
        return (
          answer && {
            id: answer.id,
            note:
              deletionNote(answer.properties?.provisioningState) ??
              "its deployments hold quota: run lab destroy again",
          }
        );
      },
    },
    {
      kind: "soft-deleted account",
      id: deleted,
      find: async () => {
        const all = await collect(cognitive.deletedAccounts.list());
        const own = all.find(({ id }) => isDeletedAccount(id, names));
        return (
          own && {
            id: own.id,
            note: `holds its name and quota${purgeDateText(own.properties?.scheduledPurgeDate)}: purge it`,
          }
        );
      },
    },
    {
      kind: "workspace",
      id: workspace,
      find: async () => {
        const answer = await ignoreNotFound(
          databricks.workspaces.get(names.resourceGroup, names.databricksWorkspace),
        );
        return (
          answer && {
            id: answer.id,
            note: deletionNote(answer.provisioningState) ?? "is billed: run lab destroy again",
          }
        );
      },
    },
  ];
}

/** Compares group and name alone, in any case: the id has a form of its own, with the location. */
function isDeletedAccount(id: string | undefined, names: Names): boolean {
  const end = `/resourceGroups/${names.resourceGroup}/deletedAccounts/${names.openaiAccount}`;
  return id?.toLowerCase().endsWith(end.toLowerCase()) ?? false;
}

const deletionNote = (state: string | undefined): string | undefined =>
  state === "Deleting" ? BEING_DELETED : undefined;
const purgeDateText = (date: string | undefined): string =>
  date === undefined ? "" : ` until ${date}`;
