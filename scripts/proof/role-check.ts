import { placeOf } from "../../infra/azure/arm-id";
import { assignmentIn, assignmentsPath, ROLE_ASSIGNMENT } from "../../infra/azure/role-assignments";
import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { LabConfig } from "../../infra/config";
import { MODEL_USER, modelUserName } from "../../infra/names/role-assignment-name";
import { ignoreNotFound } from "../lib/azure/answers";
import type { AzureClients } from "../lib/azure/clients";
import { readDocument } from "../lib/azure/list";
import { type AzureSession, objectIdOf } from "../lib/azure/session";
import { accountIdOf, type StackIdentity } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";
import { resourceCheck } from "./resource-checks";

/** The settings that say who has a role. */
type RoleSettings = StackIdentity & Partial<Pick<LabConfig, "student" | "layout" | "openai">>;

/**
 * Checks the roles on an account without keys: of a seat the student's, which outlives the seat, and
 * otherwise also the deployer's. An assignment counts whatever its name: one that was made by hand
 * keeps the program's out.
 */
export function roleChecks(
  config: RoleSettings,
  session: AzureSession,
  { resources }: Pick<AzureClients, "resources">,
): ExistenceCheck[] {
  const { subscriptionId, endpoint } = session;
  const account = accountIdOf(config, subscriptionId);
  const roleDefinitionId = `/subscriptions/${placeOf(account).subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${MODEL_USER}`;
  const check = (who: string, principal: () => Promise<string | undefined>): ExistenceCheck => ({
    kind: "role assignment",
    id: `${account}/providers/Microsoft.Authorization/roleAssignments/${who}`,
    find: async () => {
      const principalId = await principal();
      if (principalId === undefined) return undefined;
      const wanted = { scope: account, principalId, roleDefinitionId };
      const [path = ""] = assignmentsPath(wanted).split("?");
      const { apiVersion } = RESOURCE_TYPES[ROLE_ASSIGNMENT];
      const query = { "api-version": apiVersion, $filter: `principalId eq '${principalId}'` };
      const body = await ignoreNotFound(readDocument(resources, endpoint, path, query));
      const id = body && assignmentIn(body, wanted);
      return id === undefined ? undefined : { id };
    },
  });
  const checks: ExistenceCheck[] = [];
  const { objectId } = config.student ?? {};
  const hasRoles = config.layout === "seat" || config.openai?.auth === "entra";
  if (config.existing?.openaiAccountId !== undefined) {
    if (objectId === undefined || !hasRoles) return [];
    return [namedRoleCheck(account, objectId, { resources })];
  }
  if (objectId !== undefined && hasRoles)
    checks.push(check(modelUserName(account, objectId), () => Promise.resolve(objectId)));
  if (config.layout !== "seat" && hasRoles)
    checks.push(check("deployer", () => objectIdOf(session)));
  return checks;
}

/**
 * The student's role on an account that existed before: only under the name that the program gives it.
 * Another assignment was made by somebody else.
 */
const namedRoleCheck = (
  account: string,
  objectId: string,
  clients: Pick<AzureClients, "resources">,
): ExistenceCheck =>
  resourceCheck(
    "role assignment",
    `${account}/providers/Microsoft.Authorization/roleAssignments/${modelUserName(account, objectId)}`,
    RESOURCE_TYPES[ROLE_ASSIGNMENT].apiVersion,
    clients,
  );
