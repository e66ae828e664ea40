import { z } from "zod";
import { requireGroup, validateWrite } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { LogWorkspace } from "../entities";
import { resourceNotFound } from "../arm/errors";
import { isWithin, keyOf, LOG_WORKSPACE_TYPE, regionOf, resourceId } from "../arm/ids";
import { azureStore } from "../store";
import { deletedLogWorkspaces, recoverLogWorkspace, removeLogWorkspace } from "./log-workspaces";
import { looseNumber, parseBody, type RouteContext, type GroupPath } from "../arm/context";

/*
 * @parity
 * - Log workspaces are listed, in a group too; `sharedKeys` are made when asked for — spec
 * - Log workspaces: done at once, own `customerId`, 30 days; soft-deleted with their group — spec,
 *   keys recorded; "at once" guessed
 * - Log workspaces are soft-deleted for 14 days, listed in `deletedWorkspaces`, unless `force=true`;
 *   a PUT takes one back with its `customerId`; in another region it is 409 `Conflict`, "is not
 *   unique" — documented, reported (azurerm 26644, azure-cli 11916)
 */

/*
 * @not-simulated
 * - logs themselves
 */

interface LogWorkspacePath extends GroupPath {
  workspace: string;
}
const IN_SUBSCRIPTION = "/subscriptions/:subscription/providers/Microsoft.OperationalInsights";
const IN_GROUP =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.OperationalInsights";
const PATH = `${IN_GROUP}/workspaces/:workspace`;

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
 * Log Analytics workspaces: create, recover, update, read, list, delete, all at once; their keys; the
 * soft-deleted ones. They hold no logs.
 */
export function logWorkspaceRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const { logWorkspaces } = store;
  const idOf = ({ subscription, group, workspace }: LogWorkspacePath): string =>
    resourceId(subscription, group, LOG_WORKSPACE_TYPE, workspace);

  /** @throws ApiError `ResourceNotFound` */
  const requireWorkspace = (path: LogWorkspacePath): LogWorkspace => {
    const workspace = logWorkspaces.get(keyOf(idOf(path)));
    if (workspace) return workspace;
    requireGroup(world, path.subscription, path.group);
    throw resourceNotFound(LOG_WORKSPACE_TYPE, path.workspace, path.group);
  };

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
    (request, reply) => reply.send(present(requireWorkspace(request.params))),
  );

  app.post<{ Params: LogWorkspacePath }>(
    `${PATH}/sharedKeys`,
    routeOptions("operationalinsights/workspaces/sharedKeys"),
    (request, reply) => {
      const workspace = requireWorkspace(request.params);
      const key = () => Buffer.from(world.random.hex(128), "hex").toString("base64");
      const keys = workspace.keys ?? { primarySharedKey: key(), secondarySharedKey: key() };
      logWorkspaces.put(keyOf(workspace.id), { ...workspace, keys });
      return reply.send(keys);
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

  const inGroup = ({ subscription, group }: GroupPath): string =>
    keyOf(requireGroup(world, subscription, group).id);
  app.get<{ Params: GroupPath }>(
    `${IN_GROUP}/workspaces`,
    routeOptions("operationalinsights/workspaces/read"),
    (request, reply) =>
      reply.send({ value: store.logWorkspacesInGroup(inGroup(request.params)).map(present) }),
  );
  app.get<{ Params: GroupPath }>(
    `${IN_SUBSCRIPTION}/workspaces`,
    routeOptions("operationalinsights/workspaces/read"),
    (request, reply) => {
      const subscription = keyOf(request.params.subscription);
      return reply.send({ value: store.logWorkspacesInSubscription(subscription).map(present) });
    },
  );

  const deleted = (path: GroupPath, scope: string) => ({
    value: deletedLogWorkspaces(world, path.subscription)
      .filter(({ workspace }) => isWithin(keyOf(workspace.id), scope))
      .map(({ workspace }) => present(workspace)),
  });
  app.get<{ Params: GroupPath }>(
    `${IN_SUBSCRIPTION}/deletedWorkspaces`,
    routeOptions("operationalinsights/deletedWorkspaces/read"),
    (request, reply) => reply.send(deleted(request.params, "/")),
  );
  app.get<{ Params: GroupPath }>(
    `${IN_GROUP}/deletedWorkspaces`,
    routeOptions("operationalinsights/deletedWorkspaces/read"),
    (request, reply) => reply.send(deleted(request.params, inGroup(request.params))),
  );
}
