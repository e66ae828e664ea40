import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { modelUserName } from "../../infra/names/role-assignment-name";
import type { AzureClients } from "../lib/azure/clients";
import { ownerNames, type StackIdentity } from "../lib/azure/workspace";
import { existenceCheck, type ExistenceCheck } from "./existence-checks";

const API_VERSION = RESOURCE_TYPES["azure-native:authorization:RoleAssignment"].apiVersion;
const NOT_FOUND_CODES = ["RoleAssignmentNotFound"];

/**
 * Checks the student's role on the account of a class without keys, because the account outlives
 * the seat.
 */
export function roleChecks(
  config: StackIdentity & Partial<Pick<LabConfig, "student">>,
  subscriptionId: string,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const { objectId } = config.student ?? {};
  if (objectId === undefined) return [];
  const { resourceGroup, openaiAccount } = ownerNames(config, subscriptionId);
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
  const id = `${account}/providers/Microsoft.Authorization/roleAssignments/${modelUserName(account, objectId)}`;
  const read = () => resources.resources.getById(id.slice(1), API_VERSION);
  const note = `the student may still ask the class's model: az role assignment delete --ids ${id}`;
  return [existenceCheck("role assignment", id, read, () => note, NOT_FOUND_CODES)];
}
