import { createApp } from "../core/app";
import type { Service, World } from "../core/world";
import { authenticate, requestedWorkspace } from "./identity/auth";
import { registerClusterEffects } from "./clusters/clusters";
import { workspaceStore } from "./store";
import { formatError } from "./errors";
import { registerLibraryEffects } from "./clusters/libraries";
import { openWorkspaces } from "./lifecycle";
import { serveOlderVersions } from "./older-versions";
import type { RunNotebook } from "./notebooks/notebook";
import { notebookRunner } from "./notebooks/notebook-runner";
import { isUnresolved, requireReady } from "./readiness";
import { clusterRoutes } from "./clusters/cluster-routes";
import { complianceRoutes } from "./clusters/compliance-routes";
import { instancePoolRoutes } from "./clusters/instance-pool-routes";
import { initScriptRoutes } from "./clusters/init-script-routes";
import { dbfsRoutes } from "./dbfs/dbfs-routes";
import { tokenRoutes } from "./identity/token-routes";
import { jobRoutes } from "./jobs/job-routes";
import { libraryRoutes } from "./clusters/library-routes";
import { permissionRoutes } from "./permissions/permission-routes";
import { policyRoutes } from "./clusters/policy-routes";
import { runRoutes } from "./jobs/run-routes";
import { groupRoutes } from "./identity/group-routes";
import { scimRoutes } from "./identity/scim-routes";
import { tokenManagementRoutes } from "./identity/token-management-routes";
import { gitRoutes } from "./git/git-routes";
import { ipAccessListRoutes } from "./settings/ip-access-lists";
import { workspaceConfRoutes } from "./settings/workspace-conf";
import { secretRoutes } from "./secrets/secret-routes";
import { pageRoute } from "./workspace/workspace-page";
import { workspaceRoutes } from "./workspace/workspace-routes";
import { abandonRuns, failInterruptedRuns, type RunContext } from "./jobs/runs";

/*
 * @parity
 * - `X-Databricks-Org-Id` on every answer; `/.well-known/databricks-config` — recorded
 */

/*
 * @not-simulated
 * - serving
 * - commands and contexts 1.2
 * - volumes
 * - SQL warehouses
 * - Unity Catalog
 */

/** Options of the Databricks simulator. */
export interface DatabricksOptions {
  /** Runs the notebooks. @default Python and Sail, in a virtual environment of the project */
  runNotebook?: RunNotebook;
}

/** The Azure Databricks simulator: the REST API of every workspace, one host each. */
export function databricksService(options: DatabricksOptions = {}): Service {
  return {
    kind: "databricks",
    async createApp(world) {
      const app = await createApp(world, "Azure Databricks", formatError);
      registerClusterEffects(world);
      registerLibraryEffects(world);
      for (const open of openWorkspaces(world).values())
        failInterruptedRuns(world, workspaceStore(world.store, open.workspaceId));

      serveOlderVersions(app);
      // Clients refuse an answer that does not name its workspace.
      app.addHook("onSend", async (request, reply) => {
        const open = openWorkspaces(world).get(request.cloudHost.key);
        if (open) reply.header("x-databricks-org-id", open.workspaceId);
        await Promise.resolve();
      });
      app.addHook("onRequest", async (request, reply) => {
        const open = openWorkspaces(world).get(request.cloudHost.key);
        if (open && isUnresolved(world, open)) {
          reply.hijack();
          request.raw.socket.destroy();
        }
        await Promise.resolve();
      });
      app.addHook("preHandler", async (request) => {
        if (!request.routeOptions.url?.startsWith("/api/")) return;
        await authenticate(world, request);
        if (!request.url.includes("/scim/"))
          requireReady(world, requestedWorkspace(world, request));
      });
      app.addHook("onClose", async () => {
        abandonRuns(world);
        await Promise.resolve();
      });

      const context: RunContext = {
        world,
        runNotebook: options.runNotebook ?? notebookRunner(),
        url: (workspaceId) => workspaceUrl(world, workspaceId),
      };
      for (const routes of [
        tokenRoutes,
        clusterRoutes,
        libraryRoutes,
        workspaceRoutes,
        secretRoutes,
        permissionRoutes,
        policyRoutes,
        scimRoutes,
        groupRoutes,
        dbfsRoutes,
        instancePoolRoutes,
        complianceRoutes,
        initScriptRoutes,
        tokenManagementRoutes,
        workspaceConfRoutes,
        ipAccessListRoutes,
        gitRoutes,
      ])
        routes(app, world);
      pageRoute(app);
      runRoutes(app, context);
      jobRoutes(app, context);
      return app;
    },
  };
}

function workspaceUrl(world: World, workspaceId: string): string {
  const open = openWorkspaces(world)
    .values()
    .find((w) => w.workspaceId === workspaceId);
  return (open && world.hosts.url("databricks", open.armId.toLowerCase())) ?? "";
}
