import type { World } from "../../core/world";
import {
  modelDeprecated,
  modelDeprecating,
  modelNotSupported,
  skuNotInRegion,
  skuNotOfModel,
} from "./errors";
import type { RateLimit } from "../entities";
import { regionOf } from "../arm/ids";
import { azureStore } from "../store";
import { table, type ModelRow } from "../tables";

/** One version of a model with the SKUs that one region offers. */
export interface OfferedModel extends Omit<ModelRow, "skus"> {
  skus: ModelRow["skus"];
}

/** Models of a region; a SKU that is not offered there is not listed, a model without any is absent. */
export function modelsIn(world: World, location: string): OfferedModel[] {
  const region = regionOf(location);
  return table(world, "models")
    .rows.map((row) => ({ ...row, skus: row.skus.filter((sku) => sku.regions.includes(region)) }))
    .filter((row) => row.skus.length > 0);
}

/** Requests and tokens that `capacity` units allow. */
export function rateLimits(model: ModelRow, capacity: number): RateLimit[] {
  const { period, count } = model.requestsPerUnit;
  return [
    { key: "request", renewalPeriod: period, count: count * capacity },
    { key: "token", renewalPeriod: 60, count: 1000 * capacity },
  ];
}

/** Key under which a subscription is known to have deployed a model. */
export const everDeployedKey = (
  subscription: string,
  model: { name: string; version: string },
): string => `${subscription}/${model.name}/${model.version}`.toLowerCase();

interface ModelRequest {
  subscription: string;
  location: string;
  model: { format: string; name: string; version?: string };
  sku: string;
  /** True when the deployment has this very model already: then its life cycle no longer matters. */
  unchanged: boolean;
}

/** The model and SKU a deployment is made of. @throws ApiError as the service refuses unknown, retired, closed or not offered ones. */
export function resolveModel(
  world: World,
  request: ModelRequest,
): { model: OfferedModel; usageName: string } {
  const { format, name } = request.model;
  const versions = table(world, "models").rows.filter(
    (m) => m.name === name && format === "OpenAI",
  );
  const version = request.model.version ?? versions.find((m) => m.default)?.version ?? "";
  const ref = { format, name, version };
  const known = versions.find((m) => m.version === version);
  if (!known) throw modelNotSupported(ref);
  if (!request.unchanged) requireDeployable(world, request.subscription, known, ref);
  if (!known.skus.some((sku) => sku.name === request.sku)) throw skuNotOfModel(request.sku, ref);
  const model = modelsIn(world, request.location).find(
    (m) => m.name === name && m.version === version,
  );
  const sku = model?.skus.find((s) => s.name === request.sku);
  if (!model || !sku) throw skuNotInRegion(request.sku, ref, regionOf(request.location));
  return { model, usageName: sku.usageName };
}

/** The list's word lags behind: a date that has passed means retired too. */
export const isRetired = (world: World, model: ModelRow): boolean =>
  model.lifecycle === "Deprecated" || Date.parse(model.retires) <= world.clock.now();

function requireDeployable(
  world: World,
  subscription: string,
  model: ModelRow,
  ref: { format: string; name: string; version: string },
): void {
  if (isRetired(world, model)) {
    const [year, month, day] = model.retires.slice(0, 10).split("-");
    throw modelDeprecated(ref, `${month}/${day}/${year}`);
  }
  const before = azureStore(world).everDeployed.get(everDeployedKey(subscription, model));
  if (model.lifecycle === "Deprecating" && !before) throw modelDeprecating(ref);
}
