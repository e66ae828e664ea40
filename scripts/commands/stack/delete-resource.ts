import {
  COGNITIVE_ACCOUNT,
  DATABRICKS_WORKSPACE,
  LOG_WORKSPACE,
  RESOURCE_TYPES,
} from "../../../infra/azure/resource-types";
import type { Session } from "../../../infra/azure/session";
import { deleteForGood } from "../../../infra/components/dynamic/forced-delete";
import { purgeAccount } from "../../../infra/components/dynamic/purge";
import type { FoundResource, ResourceKind } from "../../proof";

const GROUP = RESOURCE_TYPES["azure-native:resources:ResourceGroup"];

/** What a DELETE of its id deletes, with the API version for it. */
const API_VERSIONS: Partial<Record<ResourceKind, string>> = {
  "diagnostic setting": RESOURCE_TYPES["azure-native:monitor:DiagnosticSetting"].apiVersion,
  budget: RESOURCE_TYPES["azure-native:consumption:Budget"].apiVersion,
  "role assignment": RESOURCE_TYPES["azure-native:authorization:RoleAssignment"].apiVersion,
  deployment: RESOURCE_TYPES["azure-native:cognitiveservices:Deployment"].apiVersion,
  "log workspace": LOG_WORKSPACE.apiVersion,
  workspace: DATABRICKS_WORKSPACE.apiVersion,
  account: COGNITIVE_ACCOUNT.apiVersion,
  "managed group": GROUP.apiVersion,
  "resource group": GROUP.apiVersion,
};

/**
 * Deletes a resource of Resource Manager, and waits until it is gone.
 * @param query more than the API version
 * @throws LabError `cloud` | `sign-in`
 */
export const deleteResource = (
  arm: Session,
  { kind, id }: Pick<FoundResource, "kind" | "id">,
  query: Record<string, string> = {},
): Promise<void> => deleteForGood(arm, id, { "api-version": API_VERSIONS[kind]!, ...query });

const DELETED_ACCOUNT =
  /^\/subscriptions\/([^/]+)\/.*\/locations\/([^/]+)\/resourceGroups\/([^/]+)\/deletedAccounts\/([^/]+)$/i;

/**
 * Purges a soft-deleted account.
 * @throws LabError `cloud` | `sign-in`
 */
export async function purgeDeleted(arm: Session, { id }: Pick<FoundResource, "id">): Promise<void> {
  const [, subscriptionId = "", location = "", resourceGroupName = "", accountName = ""] =
    DELETED_ACCOUNT.exec(id) ?? [];
  await purgeAccount(arm, { subscriptionId, location, resourceGroupName, accountName });
}
