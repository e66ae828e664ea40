import { own } from "../../infra/json-object";
import { resourceTypeOf } from "../../infra/azure/resource-types";
import { ignoreNotFound } from "../lib/azure/answers";
import type { AzureClients } from "../lib/azure/clients";
import { type ExistenceCheck, progressOf } from "./existence-checks";
import type { RecordedStack, RecordedResource } from "./places";
import type { ResourceKind } from "./report";

/** A check of one resource by its ARM id alone. */
export const resourceCheck = (
  kind: ResourceKind,
  id: string,
  apiVersion: string,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck => ({
  kind,
  id,
  find: async () => {
    const answer = resources.resources.getById(id.replace(/^\//, ""), apiVersion);
    const found = await ignoreNotFound(answer);
    if (!found) return undefined;
    const { tags, properties } = found;
    const { provisioningState } = (properties ?? {}) as { provisioningState?: string };
    return { id: found.id, tags, ...progressOf(provisioningState) };
  },
});

const ACCOUNT = "azure-native:cognitiveservices:Account";
const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

/** Kinds of recorded resources that have no check of their own. */
const KINDS: Record<string, ResourceKind> = {
  "azure-native:consumption:Budget": "budget",
  "azure-native:authorization:RoleAssignment": "role assignment",
  "azure-native:operationalinsights:Workspace": "log workspace",
};

/** Checks the resources that a state records and that are not deleted with a group's account or workspace. */
export function recordedChecks(
  { resources }: RecordedStack,
  clients: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const hasAccount = resources.some(({ type }) => type === ACCOUNT);
  return resources.flatMap(({ type, id }: RecordedResource) => {
    // Without its own account, a stack leaves its deployments one by one.
    const isAlone = type === DEPLOYMENT && !hasAccount;
    const kind = isAlone ? "deployment" : own(KINDS, type);
    const arm = resourceTypeOf(type);
    if (kind === undefined || !arm || !id?.startsWith("/")) return [];
    return [resourceCheck(kind, id, arm.apiVersion, clients)];
  });
}
