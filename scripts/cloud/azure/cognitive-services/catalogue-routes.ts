import { apiVersionOf } from "../arm/request-url";
import { routeOptions } from "../arm/actions";
import { regionOf, subscriptionScope } from "../arm/ids";
import { MODEL_KINDS } from "./kinds";
import { isRetired, modelsIn, rateLimits, UNITS } from "./models";
import { usagesIn } from "./quota";
import { table, type ModelRow } from "../tables";
import { namedIn } from "./account-part-routes";
import { ACCOUNT_PATH, requireAccount, type AccountPath } from "./account-routes";
import type { RegionPath, RouteContext } from "../arm/context";

/*
 * @parity
 * - `usages` of one account: none where it has models; those of kind TextAnalytics, of which nothing
 *   is used; other kinds are 501 — reported (azure-powershell 24382: the list is empty; that it was
 *   of such an account guessed), recorded
 * - Usages: `usageName` rows in thousands of tokens per minute and account counts; limits are seeds
 *   — recorded, guessed
 * - modelCapacities: what the quota leaves; retired models have none — guessed
 */

/*
 * @not-simulated
 * - `costs` of models
 */

interface CapacityQuery {
  modelFormat?: string;
  modelName?: string;
  modelVersion?: string;
}

const COGNITIVE = "/subscriptions/:subscription/providers/Microsoft.CognitiveServices";

/** The models of a region with their life cycle, the quotas, and the capacity that is left. */
export function catalogueRoutes(arm: RouteContext): void {
  const { app, world } = arm;

  app.get<{ Params: RegionPath }>(
    `${COGNITIVE}/locations/:location/models`,
    routeOptions("cognitiveservices/models/read"),
    (request, reply) => {
      const { subscription, location } = request.params;
      const version = apiVersionOf(request);
      const rows = modelsIn(world, location).flatMap((model) =>
        // A model is listed once for each kind.
        MODEL_KINDS.map((kind) => {
          const name = `${kind}.${model.name}.${model.version}`;
          const region = `${subscriptionScope(subscription)}/providers/Microsoft.CognitiveServices/locations/${location}`;
          return {
            id: `${region}/models/${name}`,
            name,
            location,
            kind,
            skuName: "S0",
            model: present(model, version),
          };
        }),
      );
      return reply.send({ value: rows, nextLink: null });
    },
  );

  app.get<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/models`,
    routeOptions("cognitiveservices/accounts/models/read"),
    (request, reply) => {
      const { location } = requireAccount(arm, request.params);
      const version = apiVersionOf(request);
      return reply.send({
        value: modelsIn(world, location).map((model) => present(model, version)),
        nextLink: null,
      });
    },
  );

  app.get<{ Params: RegionPath; Querystring: { $filter?: string } }>(
    `${COGNITIVE}/locations/:location/usages`,
    routeOptions("cognitiveservices/usages/read", "$filter"),
    (request, reply) => {
      const { subscription, location } = request.params;
      const value = usagesIn(world, subscription, location).map(
        ({ name, label, currentValue, limit }) => ({
          name: { value: name, localizedValue: label },
          currentValue,
          limit,
          unit: "Count",
        }),
      );
      return reply.send({ value: value.filter(namedIn(request.query.$filter)) });
    },
  );

  const capacities = (path: { subscription: string }, locations: string[], query: CapacityQuery) =>
    locations.flatMap((location) => {
      const usages = usagesIn(world, path.subscription, location);
      const model = modelsIn(world, location).find(
        (m) =>
          m.name === query.modelName && m.version === query.modelVersion && !isRetired(world, m),
      );
      return (model?.skus ?? []).map((sku) => {
        const usage = usages.find((u) => u.name === sku.usageName);
        const name = `OpenAI.${model!.name}.${model!.version}.${sku.name}`;
        return {
          id: `${subscriptionScope(path.subscription)}/providers/Microsoft.CognitiveServices/locations/${location}/modelCapacities/${name}`,
          name,
          type: "Microsoft.CognitiveServices/locations/modelCapacities",
          location,
          properties: {
            model: { format: "OpenAI", name: model!.name, version: model!.version },
            skuName: sku.name,
            availableCapacity: usage ? Math.max(0, usage.limit - usage.currentValue) : 0,
          },
        };
      });
    });

  app.get<{ Params: RegionPath; Querystring: CapacityQuery }>(
    `${COGNITIVE}/modelCapacities`,
    routeOptions("cognitiveservices/modelCapacities/list"),
    (request, reply) => {
      const regions = table(world, "regions").rows.map((row) => row.name);
      return reply.send({ value: capacities(request.params, regions, request.query) });
    },
  );
  app.get<{ Params: RegionPath; Querystring: CapacityQuery }>(
    `${COGNITIVE}/locations/:location/modelCapacities`,
    routeOptions("cognitiveservices/modelCapacities/read"),
    (request, reply) =>
      reply.send({
        value: capacities(request.params, [regionOf(request.params.location)], request.query),
      }),
  );
}

function present(model: ModelRow, apiVersion: string) {
  // Older api-versions do not have the state "Legacy".
  const legacy = model.lifecycle === "Legacy" && apiVersion < "2025-09";
  const retires = midnight(model.retires);
  return {
    format: "OpenAI",
    name: model.name,
    version: model.version,
    isDefaultVersion: model.default === true,
    maxCapacity: 3,
    lifecycleStatus: legacy ? "GenerallyAvailable" : model.lifecycle,
    deprecation: {
      inference: retires,
      deprecationStatus: model.lifecycle === "Deprecated" ? "Current" : "Planned",
    },
    capabilities: model.capabilities,
    skus: model.skus.map((sku) => ({
      name: sku.name,
      usageName: sku.usageName,
      deprecationDate: midnight(sku.retires ?? model.retires),
      capacity: UNITS,
      rateLimits: rateLimits(model, 1),
    })),
  };
}

const midnight = (date: string): string => `${date.slice(0, 10)}T00:00:00Z`;
