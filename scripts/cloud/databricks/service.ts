import { createApp } from "../core/app";
import type { Service, World } from "../core/world";
import { authenticate, workspaceOf } from "./auth";
import { registerClusterEffects } from "./clusters";
import { contentOf } from "./content";
import { dress } from "./errors";
import { registerLibraryEffects } from "./libraries";
import { openWorkspaces } from "./lifecycle";
import type { RunNotebook } from "./notebook";
import { notebookRunner } from "./notebook-runner";
import { demandReady } from "./readiness";
import { clusterRoutes } from "./routes/clusters";
import { identityRoutes } from "./routes/identity";
import { jobRoutes } from "./routes/jobs";
import { libraryRoutes } from "./routes/libraries";
import { permissionRoutes } from "./routes/permissions";
import { policyRoutes } from "./routes/policies";
import { runRoutes } from "./routes/runs";
import { scimRoutes } from "./routes/scim";
import { secretRoutes } from "./routes/secrets";
import { workspaceRoutes } from "./routes/workspace";
import { abandonRuns, failOrphans, type RunContext } from "./runs";

export interface DatabricksOptions {
  /** What runs notebooks; by default Python and Sail in the project's own environment. */
  runNotebook?: RunNotebook;
}

/** Azure Databricks: the REST API of every workspace, one host each. */
export function databricksService(options: DatabricksOptions = {}): Service {
  return {
    kind: "databricks",
    async createApp(world) {
      const app = await createApp(world, "Azure Databricks", dress);
      registerClusterEffects(world);
      registerLibraryEffects(world);
      for (const open of openWorkspaces(world).values()) failOrphans(world, contentOf(world.store, open.workspaceId));

      // Every answer says which workspace gave it: clients refuse one that does not.
      app.addHook("onSend", async (request, reply) => {
        const open = openWorkspaces(world).get(request.addressee.key);
        if (open) reply.header("x-databricks-org-id", open.workspaceId);
        await Promise.resolve();
      });
      app.addHook("preHandler", async (request) => {
        if (!request.routeOptions.url?.startsWith("/api/")) return;
        await authenticate(world, request);
        if (!request.url.includes("/scim/")) demandReady(world, workspaceOf(world, request));
      });
      app.addHook("onClose", async () => {
        abandonRuns(world);
        await Promise.resolve();
      });

      const context: RunContext = {
        world,
        runNotebook: options.runNotebook ?? notebookRunner(),
        url: (workspaceId) => urlOf(world, workspaceId),
      };
      for (const routes of [
        identityRoutes,
        clusterRoutes,
        libraryRoutes,
        workspaceRoutes,
        secretRoutes,
        permissionRoutes,
        policyRoutes,
        scimRoutes,
      ])
        routes(app, world);
      runRoutes(app, context);
      jobRoutes(app, context);
      return app;
    },
  };
}

function urlOf(world: World, workspaceId: string): string {
  const open = openWorkspaces(world)
    .values()
    .find((w) => w.workspaceId === workspaceId);
  return (open && world.hosts.url("databricks", open.armId.toLowerCase())) ?? "";
}
