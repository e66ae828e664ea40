import { RESOURCE_TYPES, type ResourceType } from "../../infra/azure/resource-types";
import { clustersNamed } from "../../infra/azure/workspace-api";
import type { LabConfig } from "../../infra/config";
import {
  deploymentOf,
  DIAGNOSTIC_SETTING_NAME,
  LOCK_NAME,
  namesOf,
} from "../../infra/names/physical-names";
import type { AzureClients } from "../lib/azure/clients";
import type { AzureSession } from "../lib/azure/session";
import { openWorkspace, type Workspace } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";
import { namedPlace } from "./places";
import type { ResourceKind } from "./report";
import { resourceCheck } from "./resource-checks";

/** The settings that say what a lab or a class has besides its account and its workspace. */
export type InnerSettings = Pick<LabConfig, "project" | "stack"> &
  Partial<
    Pick<LabConfig, "layout" | "deploymentName" | "seats" | "diagnostics" | "policy" | "lock">
  >;

/**
 * Checks what a lab or a class has inside its group and its workspace, of the kinds that an `up` can
 * not create a second time, or would: two clusters may have one name. The proof does without them,
 * since they go with what they are in.
 */
export function innerChecks(
  config: InnerSettings,
  session: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  return [...armChecks(config, session, clients), ...workspaceChecks(config, session, clients)];
}

function armChecks(
  { diagnostics, lock, deploymentName, seats = [], ...identity }: InnerSettings,
  { subscriptionId }: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { resourceGroup, account, workspace } = namedPlace(identity, subscriptionId);
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const accountId = `${group}/providers/Microsoft.CognitiveServices/accounts/${account}`;
  const workspaceId = `${group}/providers/Microsoft.Databricks/workspaces/${workspace}`;
  const check = (kind: ResourceKind, id: string, { apiVersion }: ResourceType): ExistenceCheck =>
    resourceCheck(kind, id, apiVersion, clients);
  const checks: ExistenceCheck[] = [];
  const deployment = RESOURCE_TYPES["azure-native:cognitiveservices:Deployment"];
  if (deploymentName !== undefined)
    for (const name of seats.length > 0
      ? seats.map((seat) => deploymentOf(deploymentName, seat))
      : [deploymentName])
      checks.push(check("deployment", `${accountId}/deployments/${name}`, deployment));
  const setting = RESOURCE_TYPES["azure-native:monitor:DiagnosticSetting"];
  if (diagnostics)
    for (const scope of [accountId, workspaceId]) {
      const id = `${scope}/providers/Microsoft.Insights/diagnosticSettings/${DIAGNOSTIC_SETTING_NAME}`;
      checks.push(check("diagnostic setting", id, setting));
    }
  const type = RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"];
  if (lock)
    checks.push(
      check("lock", `${group}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`, type),
    );
  return checks;
}

function workspaceChecks(
  { layout = "lab", policy, project, stack }: InnerSettings,
  session: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { subscriptionId } = session;
  const { workspace, resourceGroup } = namedPlace({ project, stack }, subscriptionId);
  const workspaceId = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Databricks/workspaces/${workspace}`;
  const { cluster, secretScope, clusterPolicy } = namesOf({ project, stack, subscriptionId });
  let opened: Promise<Workspace | undefined> | undefined;
  const check = (
    kind: ResourceKind,
    suffix: string,
    exists: (get: Workspace["get"]) => Promise<boolean>,
  ): ExistenceCheck => ({
    kind,
    id: `${workspaceId}${suffix}`,
    find: async () => {
      const found = await (opened ??= openWorkspace({ project, stack }, session, clients));
      return found && (await exists(found.get)) ? {} : undefined;
    },
  });
  const checks: ExistenceCheck[] = [];
  if (policy)
    checks.push(
      check("cluster policy", `/policies/${clusterPolicy}`, async (get) => {
        const answer = await get<{ policies?: { name: string }[] }>(
          "/api/2.0/policies/clusters/list",
        );
        return answer?.policies?.some(({ name }) => name === clusterPolicy) ?? false;
      }),
    );
  if (layout === "class") return checks;
  return [
    ...checks,
    check(
      "cluster",
      `/clusters/${cluster}`,
      async (get) => (await clustersNamed(get, cluster)).length > 0,
    ),
    check("secret scope", `/scopes/${secretScope}`, (get) => hasScope(get, secretScope)),
  ];
}

/** Whether a workspace has a secret scope of this name. */
export async function hasScope(get: Workspace["get"], name: string): Promise<boolean> {
  const answer = await get<{ scopes?: { name: string }[] }>("/api/2.0/secrets/scopes/list");
  return answer?.scopes?.some((scope) => scope.name === name) ?? false;
}
