import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { modelUserName } from "../../infra/names/role-assignment-name";
import { found } from "../lib/azure/answers";
import type { AzureClients } from "../lib/azure/clients";
import { ownerOf, type Place } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";

const API_VERSION = RESOURCE_TYPES["azure-native:authorization:RoleAssignment"].apiVersion;
const GONE = ["RoleAssignmentNotFound"];

/** A student's right to ask the model of a class without keys: it hangs at the class's account, which outlives the seat. */
export function roleChecks(
  config: Place & Partial<Pick<LabConfig, "student">>,
  subscriptionId: string,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const { objectId } = config.student ?? {};
  if (objectId === undefined) return [];
  const { resourceGroup, openaiAccount } = ownerOf(config, subscriptionId);
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
  const id = `${account}/providers/Microsoft.Authorization/roleAssignments/${modelUserName(account, objectId)}`;
  return [
    {
      kind: "role assignment",
      id,
      look: async () => {
        const answer = await found(resources.resources.getById(id.slice(1), API_VERSION), GONE);
        const cure = `az role assignment delete --ids ${id}`;
        return (
          answer && { id: answer.id, note: `the student may still ask the class's model: ${cure}` }
        );
      },
    },
  ];
}
