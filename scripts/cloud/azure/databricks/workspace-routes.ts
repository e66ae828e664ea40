import { validateWrite, authorOf, requireGroup } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { DatabricksWorkspace, WorkspaceSecurity } from "../entities";
import { resourceNotFound } from "../arm/errors";
import { groupId, keyOf, regionOf, resourceId, WORKSPACE_TYPE } from "../arm/ids";
import { announceAsync } from "../arm/long-running";
import { requireValidTags } from "../arm/names";
import { azureStore } from "../store";
import { table } from "../tables";
import { parametersOf } from "./parameters";
import { startProvisioning, startRemoval, startUpdate } from "./workspaces";
import { parseBody, systemData, type RouteContext, type GroupPath } from "../arm/context";
import {
  patchBody,
  putBody,
  requireChangeable,
  requireIdle,
  requireKnownSku,
  requireValidComputeMode,
} from "./workspace-request";

/*
 * @parity
 * - PUT 201 `Accepted`; `Azure-AsyncOperation` under the resource group; polls 202 `Accepted`, then
 *   200; 150 s — recorded
 * - `workspaceId`, `workspaceUrl`, `parameters` only after success; `workspaceUrl` without scheme;
 *   15-digit id — recorded
 * - An update is 201 `Updating` with `Azure-AsyncOperation`, 10 s; another meanwhile 409; a PUT on a
 *   failed workspace provisions it again — 201 recorded; the rest guessed
 * - DELETE 202, polls 202 then 200; 200 s — recorded
 */

/*
 * @not-simulated
 * - the 7-day soft delete of workspaces (nobody can list it in Azure either)
 * - private link
 * - customer keys
 * - VNet injection
 */

interface WorkspacePath extends GroupPath {
  workspace: string;
}

const WORKSPACE_PATH =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Databricks/workspaces/:workspace";

/** Every workspace gives Databricks' own application the Owner role on its managed group. */
const AUTHORIZATIONS = [
  {
    principalId: "9a74af6f-d153-4348-988a-e2672920bee9",
    roleDefinitionId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  },
];

/** An answer has `workspaceId`, `workspaceUrl` and `parameters` only after the provisioning. */
function present(w: DatabricksWorkspace) {
  const provisioned = w.workspaceUrl !== undefined;
  const author = (a: DatabricksWorkspace["createdBy"]) => ({ oid: a.oid, applicationId: a.name });
  return {
    properties: {
      computeMode: w.computeMode,
      isUcEnabled: w.isUcEnabled,
      publicNetworkAccess: w.publicNetworkAccess,
      requiredNsgRules: w.requiredNsgRules,
      ...w.security,
      managedResourceGroupId: w.managedResourceGroupId,
      provisioningState: w.state,
      authorizations: AUTHORIZATIONS,
      createdBy: author(w.createdBy),
      updatedBy: author(w.updatedBy),
      createdDateTime: w.createdAt,
      ...(provisioned && {
        workspaceId: w.workspaceId,
        workspaceUrl: w.workspaceUrl,
        parameters: shownParameters(w),
      }),
    },
    id: w.id,
    name: w.name,
    type: WORKSPACE_TYPE,
    sku: w.sku,
    location: w.location,
    tags: w.tags,
    systemData: systemData(w),
  };
}

/** The answer to an update: of a workspace with parameters, those of the request and no URL. */
function presentUpdate(
  w: DatabricksWorkspace,
  parameters: Record<string, { value?: unknown }> = {},
) {
  if (w.computeMode === "Serverless") return present(w);
  const { properties, ...rest } = present({ ...w, workspaceUrl: undefined });
  const sent = Object.entries(parameters).filter(([, { value }]) => value !== undefined);
  return { ...rest, properties: { ...properties, parameters: Object.fromEntries(sent) } };
}

/** A serverless workspace has no parameters. */
const shownParameters = ({ computeMode, parameters }: DatabricksWorkspace) =>
  computeMode === "Serverless" ? undefined : parameters;

/** What of a request is kept of customer keys and compliance. */
const securityOf = (
  given: WorkspaceSecurity,
  known: WorkspaceSecurity = {},
): WorkspaceSecurity => ({
  encryption: given.encryption ?? known.encryption,
  enhancedSecurityCompliance: given.enhancedSecurityCompliance ?? known.enhancedSecurityCompliance,
});

/** Databricks workspaces and their managed groups: create, update, read, list, delete. */
export function workspaceRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const keyOfPath = (path: WorkspacePath): string =>
    keyOf(resourceId(path.subscription, path.group, WORKSPACE_TYPE, path.workspace));
  const operationsPath = (w: DatabricksWorkspace): string =>
    `${groupId(w.subscriptionId, w.resourceGroup)}/providers/Microsoft.Databricks/locations/${regionOf(w.location)}/operationStatuses`;

  app.put<{ Params: WorkspacePath }>(
    WORKSPACE_PATH,
    routeOptions("databricks/workspaces/write"),
    (request, reply) => {
      const { subscription, group, workspace: name } = request.params;
      const body = parseBody(putBody, request.body);
      const { location, tags } = body;
      const write = { subscription, group, type: WORKSPACE_TYPE, name, location, tags };
      const resourceGroup = validateWrite(world, write);
      const author = authorOf(request.armCaller);
      const known = store.workspaces.get(keyOfPath(request.params));
      requireKnownSku(body, known ? undefined : world.clock.now());
      if (known) {
        requireChangeable(known, body);
        const changed: DatabricksWorkspace = {
          ...known,
          sku: { name: body.sku?.name ?? known.sku.name },
          tags: body.tags ?? undefined,
          publicNetworkAccess: body.properties.publicNetworkAccess ?? known.publicNetworkAccess,
          requiredNsgRules: body.properties.requiredNsgRules ?? known.requiredNsgRules,
          security: securityOf(body.properties, known.security),
          // A PUT on a failed workspace provisions it again.
          state: known.state === "Failed" ? "Accepted" : "Updating",
          updatedBy: author,
        };
        const operation =
          known.state === "Failed"
            ? startProvisioning(world, changed)
            : startUpdate(world, changed);
        return announceAsync(request, reply, operationsPath(changed), operation)
          .status(201)
          .send(presentUpdate(changed, body.properties.parameters));
      }
      const { computeMode, managedResourceGroupId, publicNetworkAccess, requiredNsgRules } =
        body.properties;
      requireValidComputeMode(body, subscription);
      const workspace: DatabricksWorkspace = {
        id: resourceId(subscription, resourceGroup.name, WORKSPACE_TYPE, name),
        name,
        subscriptionId: subscription,
        resourceGroup: resourceGroup.name,
        location: regionOf(body.location),
        tags: body.tags ?? undefined,
        createdAt: world.clock.iso(),
        createdBy: author,
        updatedBy: author,
        sku: { name: body.sku?.name ?? "premium" },
        state: "Accepted",
        computeMode,
        managedResourceGroupId,
        requiredNsgRules,
        publicNetworkAccess,
        security: securityOf(body.properties),
        parameters: parametersOf(body.properties, world.random.hex(13)),
        workspaceId: world.random.digits(15),
        isUcEnabled: table(world, "settings").unityCatalog,
      };
      const operation = startProvisioning(world, workspace);
      return announceAsync(request, reply, operationsPath(workspace), operation)
        .status(201)
        .send(present(workspace));
    },
  );

  const requireWorkspace = (path: WorkspacePath): DatabricksWorkspace => {
    const workspace = store.workspaces.get(keyOfPath(path));
    if (workspace) return workspace;
    requireGroup(world, path.subscription, path.group);
    throw resourceNotFound(WORKSPACE_TYPE, path.workspace, path.group);
  };

  app.patch<{ Params: WorkspacePath }>(
    WORKSPACE_PATH,
    routeOptions("databricks/workspaces/write"),
    (request, reply) => {
      const known = requireWorkspace(request.params);
      const { tags = known.tags } = parseBody(patchBody, request.body);
      requireValidTags(tags ?? {});
      requireIdle(known);
      const updatedBy = authorOf(request.armCaller);
      const changed: DatabricksWorkspace = { ...known, tags, state: "Updating", updatedBy };
      const operation = startUpdate(world, changed);
      return announceAsync(request, reply, operationsPath(changed), operation)
        .status(202)
        .send(present(changed));
    },
  );

  app.get<{ Params: WorkspacePath }>(
    WORKSPACE_PATH,
    routeOptions("databricks/workspaces/read"),
    (request, reply) => reply.send(present(requireWorkspace(request.params))),
  );

  app.delete<{ Params: WorkspacePath; Querystring: { forceDeletion?: string } }>(
    WORKSPACE_PATH,
    routeOptions("databricks/workspaces/delete"),
    (request, reply) => {
      const workspace = store.workspaces.get(keyOfPath(request.params));
      if (!workspace) return reply.status(204).send();
      const running =
        workspace.state === "Deleting"
          ? world.operations.runningOn(keyOf(workspace.id))
          : undefined;
      const force = request.query.forceDeletion?.toLowerCase() === "true";
      const operation = running ?? startRemoval(world, workspace, force);
      return announceAsync(request, reply, operationsPath(workspace), operation).status(202).send();
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Databricks/workspaces",
    routeOptions("databricks/workspaces/read"),
    (request, reply) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      return reply.send({
        value: store.workspacesInGroup(keyOf(groupId(subscription, group))).map(present),
      });
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/providers/Microsoft.Databricks/workspaces",
    routeOptions("databricks/workspaces/read"),
    (request, reply) =>
      reply.send({
        value: store.workspacesInSubscription(keyOf(request.params.subscription)).map(present),
      }),
  );

  // None of them can be made here.
  for (const part of ["virtualNetworkPeerings", "privateEndpointConnections"] as const)
    app.get<{ Params: WorkspacePath }>(
      `${WORKSPACE_PATH}/${part}`,
      routeOptions(`databricks/workspaces/${part}/read`),
      (request, reply) => {
        requireWorkspace(request.params);
        return reply.send({ value: [] });
      },
    );
}
