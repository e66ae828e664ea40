import type { Service } from "../core/world";
import { registerAccountEffects } from "./accounts";
import { createArmApp } from "./app";
import { createAuthorityApp } from "./authority";
import { createControlApp } from "./control";
import { registerDeploymentEffects } from "./deployments";
import { registerGroupEffects } from "./groups";
import { accountRoutes } from "./routes/accounts";
import { authorizationRoutes } from "./routes/authorization";
import { availabilityRoutes } from "./routes/availability";
import { budgetRoutes } from "./routes/budgets";
import { catalogueRoutes } from "./routes/catalogue";
import { computeRoutes } from "./routes/compute";
import { deletedAccountRoutes } from "./routes/deleted-accounts";
import { deploymentRoutes } from "./routes/deployments";
import { diagnosticSettingRoutes } from "./routes/diagnostic-settings";
import { groupRoutes } from "./routes/groups";
import { keyRoutes } from "./routes/keys";
import { logWorkspaceRoutes } from "./routes/log-workspaces";
import { metadataRoutes } from "./routes/metadata";
import { operationRoutes } from "./routes/operations";
import { resourceRoutes } from "./routes/resources";
import { roleAssignmentRoutes } from "./routes/role-assignments";
import { subscriptionRoutes } from "./routes/subscriptions";
import { workspaceRoutes } from "./routes/workspaces";
import { registerWorkspaceEffects } from "./workspaces";

export { seed } from "./tables";
export { seedTenant, type Tenant } from "./tenant";

const routes = [
  metadataRoutes,
  subscriptionRoutes,
  groupRoutes,
  accountRoutes,
  keyRoutes,
  deploymentRoutes,
  deletedAccountRoutes,
  workspaceRoutes,
  catalogueRoutes,
  availabilityRoutes,
  computeRoutes,
  roleAssignmentRoutes,
  authorizationRoutes,
  budgetRoutes,
  logWorkspaceRoutes,
  diagnosticSettingRoutes,
  resourceRoutes,
  operationRoutes,
];

/** Azure Resource Manager: one host, `arm/arm`. Opens hosts `openai` and `databricks` for accounts and workspaces. */
export const armService = (): Service => ({
  kind: "arm",
  createApp: async (world) => {
    registerAccountEffects(world);
    registerDeploymentEffects(world);
    registerWorkspaceEffects(world);
    registerGroupEffects(world);
    const app = await createArmApp(world);
    for (const add of routes) add({ app, world });
    return app;
  },
});

/** Entra ID: one host, `authority/authority`. */
export const authorityService = (): Service => ({ kind: "authority", createApp: createAuthorityApp });

/** Clock, faults, tokens and tables: one host, `control/control`. */
export const controlService = (): Service => ({ kind: "control", createApp: createControlApp });
