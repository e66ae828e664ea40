import * as fc from "fast-check";
import { namesOf } from "../../../infra/names/physical-names";
import {
  ALLOWED_GROUP_LOCATIONS,
  ALLOWED_LOCATIONS,
  requireAllowedByPolicy,
} from "../../../scripts/cloud/azure/authorization/policies";
import { isOfferBlocked } from "../../../scripts/cloud/azure/cognitive-services/accounts";
import { resolveModel } from "../../../scripts/cloud/azure/cognitive-services/models";
import { requireQuota } from "../../../scripts/cloud/azure/cognitive-services/quota";
import { seedTable, table, type ModelRow } from "../../../scripts/cloud/azure/tables";
import { ApiError } from "../../../scripts/cloud/core/errors";
import type { World } from "../../../scripts/cloud/core/world";
import { STACK } from "./context";

/** Regions of a small world, all of them known to the local cloud. */
const REGIONS = ["eastus2", "swedencentral", "westus3"];
const KINDS = ["Standard", "GlobalStandard", "DataZoneStandard"];
const NAMES: [name: string, version: string][] = [
  ["gpt-a", "1"],
  ["gpt-a", "2"],
  ["gpt-b", "1"],
  ["gpt-c", "1"],
];

/** What a lab is of here: the settings that a small world can refuse. */
export interface Point {
  location: string;
  name: string;
  version: string;
  sku: string;
  capacity: number;
}

/** What Azure offers, and the configuration that is asked for. */
export interface SmallWorld {
  models: ModelRow[];
  /** Thousands of tokens a minute, by region and usage name. */
  quotas: Record<string, Record<string, number>>;
  allowed: string[] | undefined;
  isOfferBlocked: boolean;
  asked: Point;
}

/** The first value five times out of six. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

const rowOf = ([name, version]: (typeof NAMES)[number]): fc.Arbitrary<ModelRow> =>
  fc.record({
    name: fc.constant(name),
    version: fc.constant(version),
    lifecycle: mostly("GenerallyAvailable", "Legacy", "Deprecating", "Deprecated"),
    retires: mostly("2028-01-11", "2027-03-01", "2026-11-01"),
    requestsPerUnit: fc.constant({ period: 60, count: 1 }),
    capabilities: fc.constant({ chatCompletion: "true" }),
    skus: fc
      .subarray(KINDS, { minLength: 1 })
      .chain((kinds) => fc.tuple(...kinds.map((kind) => skuOf(name, kind)))),
  });

const skuOf = (model: string, kind: string) =>
  fc.record({
    name: fc.constant(kind),
    usageName: fc.constant(`OpenAI.${kind}.${model}`),
    regions: fc.subarray(REGIONS, { minLength: 1 }),
  });

const limits = fc.record(
  Object.fromEntries([
    ["OpenAI.S0.AccountCount", mostly(30, 0)],
    ...["gpt-a", "gpt-b", "gpt-c"].flatMap((model) =>
      KINDS.map((kind) => [`OpenAI.${kind}.${model}`, fc.nat(24)]),
    ),
  ]) as Record<string, fc.Arbitrary<number>>,
);

/** Small worlds, some of which have no place for any lab. */
export const smallWorlds: fc.Arbitrary<SmallWorld> = fc.record({
  models: fc.subarray(NAMES, { minLength: 2 }).chain((names) => fc.tuple(...names.map(rowOf))),
  quotas: fc.record(Object.fromEntries(REGIONS.map((region) => [region, limits]))),
  allowed: mostly<string[] | undefined>(undefined, REGIONS.slice(1), REGIONS.slice(2), []),
  isOfferBlocked: mostly(false, false, true),
  asked: fc
    .record({
      location: fc.constantFrom(...REGIONS),
      model: fc.constantFrom(...NAMES),
      sku: fc.constantFrom(...KINDS),
      capacity: fc.integer({ min: 1, max: 24 }),
    })
    .map(({ model: [name, version], ...rest }) => ({ name, version, ...rest })),
});

const OFFER = "PayAsYouGo_2014-09-01";

/** Makes a local cloud such a world. */
export function become(world: World, subscription: string, small: SmallWorld): void {
  seedTable(world, "models", { rows: small.models });
  seedTable(world, "quotas", { locations: small.quotas });
  const { blockedOffers } = table(world, "settings");
  const others = blockedOffers.filter((offer) => offer !== OFFER);
  seedTable(world, "settings", {
    blockedOffers: small.isOfferBlocked ? [...others, OFFER] : others,
  });
  const scope = `/subscriptions/${subscription}`;
  const rows = [ALLOWED_LOCATIONS, ALLOWED_GROUP_LOCATIONS].map((id) => ({
    name: id.slice(0, 8),
    displayName: "regions",
    scope,
    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${id}`,
    parameters: { listOfAllowedLocations: { value: small.allowed } },
  }));
  seedTable(world, "policies", { rows: small.allowed ? rows : [] });
}

/** Whether the cloud itself would create a lab, by the checks of its own routes. */
export function accepts(world: World, subscription: string, point: Point): boolean {
  const { location, name, version, sku, capacity } = point;
  const scope = `/subscriptions/${subscription}`;
  const names = namesOf({ subscriptionId: subscription, ...STACK });
  const model = { format: "OpenAI", name, version };
  try {
    requireAllowedByPolicy(world, names.resourceGroup, location, scope, ALLOWED_GROUP_LOCATIONS);
    requireAllowedByPolicy(world, names.openaiAccount, location, scope, ALLOWED_LOCATIONS);
    requireQuota(world, subscription, location, "OpenAI.S0.AccountCount", 1);
    const request = { subscription, location, model, sku, unchanged: false };
    const { usageName } = resolveModel(world, request);
    requireQuota(world, subscription, location, usageName, capacity);
    return !isOfferBlocked(world, subscription, "OpenAI");
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** Every configuration of a small world, with its distance as the README states it. */
export function* everyPoint({ models, asked }: SmallWorld): Generator<[Point, number]> {
  const ids = [...models.map(({ name, version }) => ({ name, version })), asked];
  for (const location of REGIONS)
    for (const { name, version } of ids)
      for (const sku of KINDS)
        for (let capacity = 1; capacity <= asked.capacity; capacity++) {
          const point = { location, name, version, sku, capacity };
          yield [point, distanceOf(point, asked)];
        }
}

function distanceOf(point: Point, asked: Point): number {
  const lost = (asked.capacity - point.capacity) / asked.capacity;
  return (
    (point.location === asked.location ? 0 : 6) +
    modelDistance(point, asked) +
    (point.sku === asked.sku ? 0 : 4) +
    (lost === 0 ? 0 : 1 + 5 * lost)
  );
}

function modelDistance(point: Point, asked: Point): number {
  if (point.name !== asked.name) return 10;
  return point.version === asked.version ? 0 : 3;
}
