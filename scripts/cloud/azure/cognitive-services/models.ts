import type { World } from "../../core/world";
import {
  modelDeprecated,
  modelDeprecating,
  modelNotSupported,
  skuNotInRegion,
  skuNotOfModel,
} from "./errors";
import type { Deployment, RateLimit } from "../entities";
import { refuse } from "../refusals";
import { regionOf } from "../arm/ids";
import { azureStore } from "../store";
import { table, type ModelRow } from "../tables";

/*
 * @parity
 * - `rateLimits` = capacity × the model's per-unit limits — recorded
 * - A lowered deployment (`loweredTo`) has a lower token limit in `rateLimits` and in the headers
 *   ("temporary rate limit adjustment") — documented for the header; for `rateLimits` guessed
 * - `ServiceModelDeprecated`, `ServiceModelDeprecating` (unless the subscription had that version),
 *   `DeploymentModelNotSupported`, `InvalidResourceProperties` — reported
 * - A retirement date that has passed refuses, whatever the list's word says — documented
 * - Models: life cycle and dates as published 2026-10-05, per-row marks in `azure/seed/models.json`;
 *   `Legacy` reads `GenerallyAvailable` before api-version 2025-09 — documented
 */

/** The models of a region. Each has only the SKUs that the region offers, and at least one. */
export function modelsIn(world: World, location: string): ModelRow[] {
  const region = regionOf(location);
  return table(world, "models")
    .rows.map((row) => ({ ...row, skus: row.skus.filter((sku) => sku.regions.includes(region)) }))
    .filter((row) => row.skus.length > 0);
}

/** The capacities that a SKU can have, in units of 1,000 tokens per minute. */
export const UNITS = { minimum: 1, maximum: 1_000_000, step: 1, default: 10 };

/** Limits of a deployment of `capacity` units (1,000 tokens per minute each). */
export function rateLimits(model: ModelRow, capacity: number): RateLimit[] {
  const { period, count } = model.requestsPerUnit;
  return [
    { key: "request", renewalPeriod: period, count: count * capacity },
    { key: "token", renewalPeriod: 60, count: 1000 * capacity },
  ];
}

/** The limits of a deployment as they are now: Azure lowers those of tokens for a while. */
export const currentLimits = ({ rateLimits, loweredTo }: Deployment): RateLimit[] =>
  rateLimits.map((limit) =>
    limit.key === "token" && loweredTo !== undefined
      ? { ...limit, count: Math.min(limit.count, loweredTo * 1000) }
      : limit,
  );

/** Key in the store's `everDeployed`. */
export const everDeployedKey = (
  subscription: string,
  model: { name: string; version: string },
): string => `${subscription}/${model.name}/${model.version}`.toLowerCase();

/** The model and SKU that a deployment request names. */
interface ModelRequest {
  /** Subscription id. */
  subscription: string;
  location: string;
  model: { format: string; name: string; version?: string };
  /** Name of the SKU, e.g. `Standard`. */
  sku: string;
  /** True when the deployment already has this model: its life cycle is not checked again. */
  unchanged: boolean;
}

/**
 * Resolves the version, SKU and quota of a deployment request.
 * @throws ApiError for a model or SKU that is unknown, not offered in the region, or retired
 */
export function resolveModel(
  world: World,
  request: ModelRequest,
): { model: ModelRow; usageName: string } {
  const { format, name } = request.model;
  const versions = table(world, "models").rows.filter(
    (m) => m.name === name && format === "OpenAI",
  );
  const version = request.model.version ?? versions.find((m) => m.default)?.version ?? "";
  const ref = { format, name, version };
  const known = versions.find((m) => m.version === version);
  if (!known) return unknownModel(world, ref, request.sku);
  if (!request.unchanged) requireDeployable(world, request.subscription, known, ref);
  if (!known.skus.some((sku) => sku.name === request.sku))
    refuse(world, skuNotOfModel(request.sku, ref));
  const model = modelsIn(world, request.location).find(
    (m) => m.name === name && m.version === version,
  );
  const sku = model?.skus.find((s) => s.name === request.sku);
  if (model && sku) return { model, usageName: sku.usageName };
  refuse(world, skuNotInRegion(request.sku, ref, regionOf(request.location)));
  return { model: known, usageName: `OpenAI.${request.sku}.${name}` };
}

/**
 * What stands in for a model that the catalogue lacks, in a world that accepts it.
 * @throws ApiError `DeploymentModelNotSupported` in every other world
 */
function unknownModel(
  world: World,
  ref: { format: string; name: string; version: string },
  sku: string,
): { model: ModelRow; usageName: string } {
  refuse(world, modelNotSupported(ref));
  const [like] = table(world, "models").rows;
  const { name, version } = ref;
  const model = { ...like!, name, version, lifecycle: "Stable", retires: "9999-12-31" };
  return { model, usageName: `OpenAI.${sku}.${name}` };
}

/** True for `Deprecated` models and after the retirement date, which the list may not show yet. */
export const isRetired = (world: World, model: ModelRow): boolean =>
  model.lifecycle === "Deprecated" || Date.parse(model.retires) <= world.clock.now();

/** @throws ApiError `ServiceModelDeprecated` or `ServiceModelDeprecating` */
function requireDeployable(
  world: World,
  subscription: string,
  model: ModelRow,
  ref: { format: string; name: string; version: string },
): void {
  if (isRetired(world, model)) {
    const [year, month, day] = model.retires.slice(0, 10).split("-");
    refuse(world, modelDeprecated(ref, `${month}/${day}/${year}`));
  }
  if (model.lifecycle !== "Deprecating") return;
  // A subscription that has used the model before may deploy it until it retires.
  const usedBefore = azureStore(world).everDeployed.get(everDeployedKey(subscription, model));
  if (!usedBefore) refuse(world, modelDeprecating(ref));
}
