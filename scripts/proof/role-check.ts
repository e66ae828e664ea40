import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { modelUserName } from "../../infra/names/role-assignment-name";
import type { AzureClients } from "../lib/azure/clients";
import { ownerNames, type StackIdentity } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";
import { resourceCheck } from "./resource-checks";

const API_VERSION = RESOURCE_TYPES["azure-native:authorization:RoleAssignment"].apiVersion;

/**
 * Checks the student's role on the account of a class without keys, because the account outlives
 * the seat.
 */
export function roleChecks(
  config: StackIdentity & Partial<Pick<LabConfig, "student">>,
  subscriptionId: string,
  clients: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const { objectId } = config.student ?? {};
  if (objectId === undefined) return [];
  const { resourceGroup, openaiAccount } = ownerNames(config, subscriptionId);
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
  const id = `${account}/providers/Microsoft.Authorization/roleAssignments/${modelUserName(account, objectId)}`;
  return [resourceCheck("role assignment", id, API_VERSION, clients)];
}
