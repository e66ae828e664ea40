import { z } from "zod";
import { validateWrite } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { LogWorkspace } from "../entities";
import { resourceNotFound } from "../arm/errors";
import { keyOf, LOG_WORKSPACE_TYPE, regionOf, resourceId } from "../arm/ids";
import { azureStore } from "../store";
import { deletedLogWorkspaces, recoverLogWorkspace, removeLogWorkspace } from "./log-workspaces";
import { looseNumber, parseBody, type RouteContext, type GroupPath } from "../arm/context";

interface LogWorkspacePath extends GroupPath {
  workspace: string;
}
const PATH =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.OperationalInsights/workspaces/:workspace";

const putBody = z.looseObject({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z
    .looseObject({
      sku: z.looseObject({ name: z.string() }).default({ name: "PerGB2018" }),
      retentionInDays: looseNumber(z.number()).default(30),
    })
    .prefault({}),
});

const present = (w: LogWorkspace) => ({
  id: w.id,
  name: w.name,
  type: LOG_WORKSPACE_TYPE,
  location: w.location,
  tags: w.tags,
  properties: {
    customerId: w.customerId,
    provisioningState: "Succeeded",
    sku: { ...w.sku, lastSkuUpdate: w.createdAt },
    retentionInDays: w.retentionInDays,
    features: {
      legacy: 0,
      searchVersion: 1,
      enableLogAccessUsingOnlyResourcePermissions: true,
    },
    workspaceCapping: {
      dailyQuotaGb: -1,
      quotaNextResetTime: w.createdAt,
      dataIngestionStatus: "RespectQuota",
    },
    publicNetworkAccessForIngestion: "Enabled",
    publicNetworkAccessForQuery: "Enabled",
    createdDate: w.createdAt,
    modifiedDate: w.createdAt,
  },
});

/**
 * Log Analytics workspaces: create, recover, update, read, delete, all at once; list of the
 * soft-deleted ones. They hold no logs.
 */
export function logWorkspaceRoutes({ app, world }: RouteContext): void {
  const { logWorkspaces } = azureStore(world);
  const idOf = ({ subscription, group, workspace }: LogWorkspacePath): string =>
    resourceId(subscription, group, LOG_WORKSPACE_TYPE, workspace);

  app.put<{ Params: LogWorkspacePath }>(
    PATH,
    routeOptions("operationalinsights/workspaces/write"),
    (request, reply) => {
      const { subscription, group, workspace: name } = request.params;
      const { location, tags, properties } = parseBody(putBody, request.body);
      const write = { subscription, group, type: LOG_WORKSPACE_TYPE, name, location, tags };
      const resourceGroup = validateWrite(world, write);
      const id = idOf(request.params);
      const known = logWorkspaces.get(keyOf(id));
      const recovered = known ? undefined : recoverLogWorkspace(world, subscription, id, location);
      const workspace = logWorkspaces.put(keyOf(id), {
        ...(known ??
          recovered ?? { id, name, customerId: world.random.guid(), createdAt: world.clock.iso() }),
        subscriptionId: resourceGroup.subscriptionId,
        resourceGroup: resourceGroup.name,
        location: regionOf(location),
        tags: tags ?? undefined,
        sku: { name: properties.sku.name },
        retentionInDays: properties.retentionInDays,
      });
      return reply.status(known ? 200 : 201).send(present(workspace));
    },
  );

  app.get<{ Params: LogWorkspacePath }>(
    PATH,
    routeOptions("operationalinsights/workspaces/read"),
    (request, reply) => {
      const workspace = logWorkspaces.get(keyOf(idOf(request.params)));
      if (workspace) return reply.send(present(workspace));
      throw resourceNotFound(LOG_WORKSPACE_TYPE, request.params.workspace, request.params.group);
    },
  );

  app.delete<{ Params: LogWorkspacePath; Querystring: { force?: string } }>(
    PATH,
    routeOptions("operationalinsights/workspaces/delete"),
    (request, reply) => {
      const workspace = logWorkspaces.get(keyOf(idOf(request.params)));
      if (!workspace) return reply.status(204).send();
      removeLogWorkspace(world, workspace, request.query.force?.toLowerCase() === "true");
      return reply.status(200).send();
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/providers/Microsoft.OperationalInsights/deletedWorkspaces",
    routeOptions("operationalinsights/deletedWorkspaces/read"),
    (request, reply) =>
      reply.send({
        value: deletedLogWorkspaces(world, request.params.subscription).map(({ workspace }) =>
          present(workspace),
        ),
      }),
  );
}
