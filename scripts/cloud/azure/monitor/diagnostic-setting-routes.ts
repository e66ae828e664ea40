import { z } from "zod";
import { ApiError } from "../../core/errors";
import { ACTIONS, routeOptions } from "../arm/actions";
import { authorizeLinked } from "../authorization/access";
import { resourceIdOf } from "../arm/request-url";
import type { DiagnosticSetting } from "../entities";
import { invalidRequest } from "../arm/errors";
import { keyOf, WORKSPACE_TYPE } from "../arm/ids";
import { azureStore } from "../store";
import { categoriesOf } from "./categories";
import { parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

/*
 * @parity
 * - A diagnostic setting needs `Microsoft.OperationalInsights/workspaces/sharedKeys/action` on its
 *   log workspace: 403 `LinkedAuthorizationFailed` — reported (AzurePolicy 17, azure-docs 80159)
 * - Diagnostic settings: 200 also when new; 409 `Conflict` for a second one with the same place;
 *   Databricks has no metrics: 400 — spec; metrics and texts guessed
 * - `diagnosticSettingsCategories` of accounts and workspaces — names documented; that all is there
 *   guessed
 */

/** What writing a diagnostic setting needs on the log workspace that it names. */
const SINK_ACTION = "Microsoft.OperationalInsights/workspaces/sharedKeys/action";

const category = z.looseObject({ enabled: z.boolean() });
const putBody = z.looseObject({
  properties: z.looseObject({
    workspaceId: z.string().optional(),
    logs: z.array(category).optional(),
    metrics: z.array(category).optional(),
  }),
});

const present = (setting: DiagnosticSetting) => ({
  id: setting.id,
  name: setting.name,
  type: "Microsoft.Insights/diagnosticSettings",
  properties: setting.properties,
});

/** Diagnostic settings: create, update, read, list, delete. No log is ever written. */
export function diagnosticSettingRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  for (const scope of SCOPE_PATHS.slice(2)) {
    const path = `${scope}/providers/Microsoft.Insights/diagnosticSettings/:name`;

    app.put<{ Params: { name: string } }>(
      path,
      routeOptions("insights/diagnosticSettings/write"),
      (request, reply) => {
        const id = resourceIdOf(request);
        const resourceId = extendedScope(id);
        const { properties } = parseBody(putBody, request.body);
        requireResource(resourceId);
        const sink = requireSink(id, resourceId, properties.workspaceId);
        const own = { action: ACTIONS["insights/diagnosticSettings/write"], scope: resourceId };
        authorizeLinked(world, request.armCaller, own, { action: SINK_ACTION, scope: sink });
        if (properties.metrics?.length && keyOf(resourceId).includes(`/${keyOf(WORKSPACE_TYPE)}/`))
          throw invalidRequest(`Metric category 'AllMetrics' is not supported by ${resourceId}.`);
        const setting = { id, name: request.params.name, scope: resourceId, properties };
        return reply.send(present(store.diagnosticSettings.put(keyOf(id), setting)));
      },
    );

    app.get<{ Params: { name: string } }>(
      path,
      routeOptions("insights/diagnosticSettings/read"),
      (request, reply) => {
        const setting = store.diagnosticSettings.get(keyOf(resourceIdOf(request)));
        if (setting) return reply.send(present(setting));
        throw new ApiError(
          404,
          "ResourceNotFound",
          `The diagnostic setting '${request.params.name}' was not found.`,
        );
      },
    );

    app.get(
      `${scope}/providers/Microsoft.Insights/diagnosticSettings`,
      routeOptions("insights/diagnosticSettings/read"),
      (request, reply) => {
        const at = keyOf(extendedScope(resourceIdOf(request)));
        const settings = store.diagnosticSettings.values();
        return reply.send({
          value: settings.filter((one) => keyOf(one.scope) === at).map(present),
        });
      },
    );

    app.get(
      `${scope}/providers/Microsoft.Insights/diagnosticSettingsCategories`,
      routeOptions("insights/diagnosticSettingsCategories/read"),
      (request, reply) => {
        const id = extendedScope(resourceIdOf(request));
        requireResource(id);
        return reply.send({ value: categoriesOf(id) });
      },
    );

    app.delete(path, routeOptions("insights/diagnosticSettings/delete"), (request, reply) =>
      reply
        .status(store.diagnosticSettings.delete(keyOf(resourceIdOf(request))) ? 200 : 204)
        .send(),
    );
  }

  function requireResource(id: string): void {
    const key = keyOf(id);
    if (store.accounts.get(key) ?? store.workspaces.get(key)) return;
    throw new ApiError(404, "ResourceNotFound", `The Resource '${id}' was not found.`);
  }

  function requireSink(id: string, resourceId: string, workspaceId: string | undefined): string {
    if (workspaceId === undefined)
      throw invalidRequest("At least one data sink needs to be specified.");
    if (!store.logWorkspaces.get(keyOf(workspaceId)))
      throw new ApiError(404, "ResourceNotFound", `The Resource '${workspaceId}' was not found.`);
    const sinkInUse = store.diagnosticSettings
      .values()
      .some(
        (setting) =>
          keyOf(setting.scope) === keyOf(resourceId) &&
          keyOf(setting.id) !== keyOf(id) &&
          keyOf(setting.properties.workspaceId ?? "") === keyOf(workspaceId),
      );
    if (sinkInUse)
      throw new ApiError(
        409,
        "Conflict",
        "Data sink is already used in another diagnostic setting for the same category: " +
          "each sink can only be used once for the same category on one resource.",
      );
    return workspaceId;
  }
}
