import { RESOURCE_TYPES, type ResourceType } from "../../infra/azure/resource-types";
import { hasScope, policyNamed, statusPath } from "../../infra/azure/workspace-api";
import type { LabConfig } from "../../infra/config";
import {
  deploymentOf,
  DIAGNOSTIC_SETTING_NAME,
  folderOf,
  LOCK_NAME,
  namesOf,
} from "../../infra/names/physical-names";
import { identityTagsOf, markOf } from "../../infra/names/tags";
import type { AzureClients } from "../lib/azure/clients";
import type { AzureSession } from "../lib/azure/session";
import {
  accountIdOf,
  openWorkspace,
  type StackIdentity,
  type Workspace,
  workspaceIdOf,
} from "../lib/azure/workspace";
import type { ExistenceCheck, ExistingResource } from "./existence-checks";
import type { ResourceKind } from "./report";
import { resourceCheck } from "./resource-checks";
import { findCluster } from "./seat-checks";

/** The settings that say what a lab or a class has besides its account and its workspace. */
export type InnerSettings = Pick<LabConfig, "project" | "stack"> &
  Partial<
    Pick<
      LabConfig,
      "layout" | "deploymentName" | "seats" | "diagnostics" | "policy" | "lock" | "existing"
    >
  >;

/**
 * Checks what a lab or a class has inside its group and its workspace, of the kinds that an `up` can
 * not create a second time, or would: two clusters may have one name. The proof does without them
 * where they go with what they are in.
 */
export function innerChecks(
  config: InnerSettings,
  session: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  return [
    ...deploymentChecks(config, session, clients),
    ...extensionChecks(config, session, clients),
    ...workspaceChecks(config, session, clients),
  ];
}

/** Checks what a stack has in an account and a workspace that existed before: it must leave them. */
export function checksInExisting(
  config: InnerSettings,
  session: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { openaiAccountId, workspaceId } = config.existing ?? {};
  return [
    ...(openaiAccountId === undefined ? [] : deploymentChecks(config, session, clients)),
    ...(workspaceId === undefined ? [] : workspaceChecks(config, session, clients)),
  ];
}

function deploymentChecks(
  config: InnerSettings,
  { subscriptionId }: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { deploymentName, seats = [] } = config;
  if (deploymentName === undefined) return [];
  const { apiVersion } = RESOURCE_TYPES["azure-native:cognitiveservices:Deployment"];
  const account = accountIdOf(ownIdentity(config), subscriptionId);
  const names =
    seats.length > 0 ? seats.map((seat) => deploymentOf(deploymentName, seat)) : [deploymentName];
  return names.map((name) =>
    resourceCheck("deployment", `${account}/deployments/${name}`, apiVersion, clients),
  );
}

/** The diagnostic settings and the lock. */
function extensionChecks(
  config: InnerSettings,
  { subscriptionId }: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { diagnostics, lock } = config;
  const check = (kind: ResourceKind, id: string, { apiVersion }: ResourceType): ExistenceCheck =>
    resourceCheck(kind, id, apiVersion, clients);
  const checks: ExistenceCheck[] = [];
  const setting = RESOURCE_TYPES["azure-native:monitor:DiagnosticSetting"];
  const identity = ownIdentity(config);
  if (diagnostics)
    for (const scope of [
      accountIdOf(identity, subscriptionId),
      workspaceIdOf(identity, subscriptionId),
    ]) {
      const id = `${scope}/providers/Microsoft.Insights/diagnosticSettings/${DIAGNOSTIC_SETTING_NAME}`;
      checks.push(check("diagnostic setting", id, setting));
    }
  const type = RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"];
  const { resourceGroup } = namesOf({ ...config, subscriptionId });
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  if (lock)
    checks.push(
      check("lock", `${group}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`, type),
    );
  return checks;
}

/** A lab or a class works in no other stack's account or workspace. */
const ownIdentity = ({ project, stack, existing }: InnerSettings): StackIdentity => ({
  project,
  stack,
  existing,
});

function workspaceChecks(
  config: InnerSettings,
  session: AzureSession,
  clients: AzureClients,
): ExistenceCheck[] {
  const { layout = "lab", policy, existing } = config;
  const { subscriptionId } = session;
  const identity = ownIdentity(config);
  const workspaceId = workspaceIdOf(identity, subscriptionId);
  const { cluster, secretScope, clusterPolicy } = namesOf({ ...identity, subscriptionId });
  let opened: Promise<Workspace | undefined> | undefined;
  const check = (
    kind: ResourceKind,
    suffix: string,
    find: (get: Workspace["get"]) => Promise<ExistingResource | undefined>,
  ): ExistenceCheck => ({
    kind,
    id: `${workspaceId}${suffix}`,
    find: async () => {
      const found = await (opened ??= openWorkspace(identity, session, clients));
      return found && find(found.get);
    },
  });
  const checks: ExistenceCheck[] = [];
  if (policy)
    checks.push(
      check("cluster policy", `/policies/${clusterPolicy}`, async (get) => {
        const found = await policyNamed(get, clusterPolicy);
        return (
          found && { tags: found.description === markOf(identity) ? identityTagsOf(identity) : {} }
        );
      }),
    );
  if (layout === "class") return checks;
  checks.push(
    check("cluster", `/clusters/${cluster}`, (get) => findCluster(get, cluster, markOf(identity))),
    check("secret scope", `/scopes/${secretScope}`, async (get) =>
      (await hasScope(get, secretScope)) ? {} : undefined,
    ),
  );
  const folder = folderOf(identity);
  // A new workspace takes it along.
  if (existing?.workspaceId !== undefined)
    checks.push(
      check("folder", `/workspace${folder}`, async (get) =>
        (await get(statusPath(folder))) === undefined ? undefined : {},
      ),
    );
  return checks;
}
