import { isRestError } from "@azure/arm-resources";
import { LOG_WORKSPACE } from "../../infra/azure/resource-types";
import type { Names } from "../../infra/names/physical-names";
import type { AzureClients } from "../lib/azure/clients";
import { listAll } from "../lib/azure/list";
import type { AzureSession } from "../lib/azure/session";
import type { ExistenceCheck } from "./existence-checks";
import { resourceCheck } from "./resource-checks";

/** A subscription that never used Log Analytics has no list. */
const UNREGISTERED_CODES = ["MissingSubscriptionRegistration", "SubscriptionNotRegistered"];

/** Checks for the Log Analytics workspace, also a soft-deleted one: it keeps its logs for 14 days. */
export function logWorkspaceChecks(
  names: Names,
  { subscriptionId, endpoint }: AzureSession,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const provider = `/subscriptions/${subscriptionId}/providers/Microsoft.OperationalInsights`;
  const path = `/resourceGroups/${names.resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${names.logWorkspace}`;
  const read = async () => {
    const query = { "api-version": LOG_WORKSPACE.apiVersion };
    const all = await listAll<{ id: string }>(
      resources,
      endpoint,
      `${provider}/deletedWorkspaces`,
      query,
    ).catch(emptyWhenUnregistered);
    return all.find(({ id }) => id.toLowerCase().endsWith(path.toLowerCase()));
  };
  const id = `/subscriptions/${subscriptionId}${path}`;
  const find = async () => {
    const found = await read();
    return found && { id: found.id };
  };
  return [
    resourceCheck("log workspace", id, LOG_WORKSPACE.apiVersion, { resources }),
    { kind: "soft-deleted log workspace", id, find },
  ];
}

function emptyWhenUnregistered(error: unknown): { id: string }[] {
  if (isRestError(error) && UNREGISTERED_CODES.includes(error.code ?? "")) return [];
  throw error;
}
