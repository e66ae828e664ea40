import type { Service } from "../core/world";
import { registerAccountEffects } from "./cognitive-services/accounts";
import { createArmApp } from "./arm/app";
import type { RouteContext } from "./arm/context";
import { createAuthorityApp } from "./entra/authority";
import { costQueryRoutes } from "./cost-management/query-routes";
import { createControlApp } from "./control";
import { registerDeploymentEffects } from "./cognitive-services/deployments";
import { registerGroupEffects } from "./resources/groups";
import { accountPartRoutes } from "./cognitive-services/account-part-routes";
import { accountRoutes } from "./cognitive-services/account-routes";
import { authorizationRoutes } from "./authorization/authorization-routes";
import { activityLogRoutes } from "./monitor/activity-log-routes";
import { availabilityRoutes } from "./cognitive-services/availability-routes";
import { budgetRoutes } from "./consumption/budget-routes";
import { catalogueRoutes } from "./cognitive-services/catalogue-routes";
import { computeRoutes } from "./compute/compute-routes";
import { deletedAccountRoutes } from "./cognitive-services/deleted-account-routes";
import { denyAssignmentRoutes } from "./authorization/deny-assignment-routes";
import { deploymentRoutes } from "./cognitive-services/deployment-routes";
import { diagnosticSettingRoutes } from "./monitor/diagnostic-setting-routes";
import { exportRoutes } from "./templates/export-routes";
import { groupRoutes } from "./resources/group-routes";
import { keyRoutes } from "./cognitive-services/key-routes";
import { raiPolicyRoutes } from "./cognitive-services/rai-policy-routes";
import { logWorkspaceRoutes } from "./monitor/log-workspace-routes";
import { metadataRoutes } from "./arm/metadata-routes";
import { policyRoutes } from "./authorization/policy-routes";
import { operationRoutes } from "./arm/operation-routes";
import { resourceRoutes } from "./resources/resource-routes";
import { roleDefinitionRoutes } from "./authorization/role-definition-routes";
import { roleAssignmentRoutes } from "./authorization/role-assignment-routes";
import { subscriptionRoutes } from "./resources/subscription-routes";
import { tagNameRoutes } from "./resources/tag-name-routes";
import { tagRoutes } from "./resources/tag-routes";
import { unmadeRoutes } from "./resources/unmade-routes";
import { workspaceRoutes } from "./databricks/workspace-routes";
import { registerWorkspaceEffects } from "./databricks/workspaces";
import { registerTemplateEffects, templateDeploymentRoutes } from "./templates/deployment-routes";

export { isOperation } from "./arm/actions";
export { keepWithinCatalogue, recordTime } from "./catalogue";
export { seedTable as seed } from "./tables";
export { seedTenant, type Tenant } from "./entra/tenant";

const ROUTES = [
  metadataRoutes,
  subscriptionRoutes,
  groupRoutes,
  tagRoutes,
  tagNameRoutes,
  templateDeploymentRoutes,
  exportRoutes,
  accountRoutes,
  keyRoutes,
  accountPartRoutes,
  raiPolicyRoutes,
  deploymentRoutes,
  deletedAccountRoutes,
  workspaceRoutes,
  catalogueRoutes,
  availabilityRoutes,
  computeRoutes,
  roleDefinitionRoutes,
  roleAssignmentRoutes,
  authorizationRoutes,
  denyAssignmentRoutes,
  policyRoutes,
  budgetRoutes,
  costQueryRoutes,
  logWorkspaceRoutes,
  diagnosticSettingRoutes,
  activityLogRoutes,
  resourceRoutes,
  unmadeRoutes,
  operationRoutes,
];

/** Adds every route of Resource Manager. */
export const armRoutes = (arm: RouteContext): void => {
  for (const addRoutes of ROUTES) addRoutes(arm);
};

/**
 * Azure Resource Manager on one host, `arm/arm`. It opens a host `openai` for each account and a
 * host `databricks` for each workspace.
 */
export const armService = (): Service => ({
  kind: "arm",
  createApp: async (world) => {
    registerAccountEffects(world);
    registerDeploymentEffects(world);
    registerWorkspaceEffects(world);
    registerGroupEffects(world);
    registerTemplateEffects(world);
    const app = await createArmApp(world);
    armRoutes({ app, world });
    return app;
  },
});

/** Entra ID on one host, `authority/authority`. */
export const authorityService = (): Service => ({
  kind: "authority",
  createApp: createAuthorityApp,
});

/** The control service on one host, `control/control`: clock, faults, tokens and tables. */
export const controlService = (): Service => ({ kind: "control", createApp: createControlApp });
