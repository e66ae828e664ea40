import type { LabConfig } from "../../../infra/config";
import { PROFILES } from "../../../infra/config/schema";
import type { AzureView } from "../azure-view";
import { day } from "../dates";
import { endOf, type ModelOffer, sameModel } from "../model-catalogue";
import { coresOf, type VmSize } from "../vm-sizes";
import { COSTS, lowerCapacityCost } from "./distance";

/** A setting that a suggestion may change: its key under `rai-lab:`. */
export const SETTINGS = [
  "location",
  "model.name",
  "model.version",
  "model.sku",
  "model.capacity",
  "databricks.nodeType",
  "databricks.library",
  "openai.apiVersion",
  "openai.auth",
  "budget",
  "budget.start",
] as const;
export type Setting = (typeof SETTINGS)[number];

/** Values of settings; `undefined` removes one. */
export type Values = Partial<Record<Setting, string | number | undefined>>;

/** One way to set an axis, at its distance from the configuration as it is. */
export interface Choice {
  values: Values;
  cost: number;
}

/** What a choice is made with, once the axes before it are decided. */
export interface Situation {
  config: LabConfig;
  now: Date;
  /** What is read of the region that the account, or the workspace, is in. */
  accountRegion: () => Promise<AzureView>;
  workspaceRegion: () => Promise<AzureView>;
  /** The largest capacity below the configured one that no rule refuses; undefined without one. */
  largestCapacity: () => Promise<number | undefined>;
}

/** Settings that change together. */
export interface Axis {
  settings: readonly Setting[];
  /** What else could be chosen, the better one first among equally near ones. */
  alternatives(situation: Situation): Choice[] | Promise<Choice[]>;
}

/** Paid by what is used. Provisioned kinds cost money while nobody asks anything. */
const SKUS = ["Standard", "DataZoneStandard", "GlobalStandard"];
/** What may stand in a setting (infra/config/schema.ts); Azure's lists may hold anything. */
const WORD = /^[\w.-]+$/;
/** General-purpose sizes of which Databricks takes each: no Arm, no confidential, no small memory. */
const NODE = /^Standard_D\d+a?d?s_v([3-5])$/;
const MIN_CORES = 4;
const MAX_CORES = 8;

/** The model that Azure names as the successor comes first, then what lives longest. */
const modelAxis: Axis = {
  settings: ["model.name", "model.version", "model.sku"],
  async alternatives({ config: { model }, now, accountRegion }) {
    const offers = await (await accountRegion()).models();
    const successor = offers.find((one) => sameModel(one, model))?.replacement;
    const isSuccessor = (one: ModelOffer): boolean =>
      successor !== undefined && sameModel(one, successor);
    const open = offers.filter((one) => one.chat && WORD.test(one.name) && WORD.test(one.version));
    const kinds = open.flatMap((offer) =>
      offer.skus
        .filter(({ name }) => SKUS.includes(name) || name === model.sku)
        .map(({ name: sku }) => ({ offer, sku, end: endOf(offer, sku) })),
    );
    const better = (a: (typeof kinds)[number], b: (typeof kinds)[number]): number =>
      Number(isSuccessor(b.offer)) - Number(isSuccessor(a.offer)) ||
      lifeOf(b.end, now) - lifeOf(a.end, now) ||
      `${a.offer.name} ${a.offer.version}`.localeCompare(`${b.offer.name} ${b.offer.version}`);
    return kinds.sort(better).map(({ offer, sku }) => ({
      values: { "model.name": offer.name, "model.version": offer.version, "model.sku": sku },
      cost: modelCost(offer, model) + (sku === model.sku ? 0 : COSTS.sku),
    }));
  },
};

const lifeOf = (end: Date | undefined, now: Date): number =>
  Date.parse(end === undefined ? day(now) : day(end));

function modelCost(offer: ModelOffer, model: LabConfig["model"]): number {
  if (sameModel(offer, model)) return 0;
  const isSameName = offer.name.toLowerCase() === model.name.toLowerCase();
  return isSameName ? COSTS.version : COSTS.model;
}

const capacityAxis: Axis = {
  settings: ["model.capacity"],
  async alternatives({ config: { model }, largestCapacity }) {
    const capacity = await largestCapacity();
    if (capacity === undefined) return [];
    const cost = lowerCapacityCost(model.capacity, capacity);
    return [{ values: { "model.capacity": capacity }, cost }];
  },
};

const nodeAxis: Axis = {
  settings: ["databricks.nodeType"],
  async alternatives({ config, workspaceRegion }) {
    const { nodeType } = config.databricks;
    const sizes = await (await workspaceRegion()).vmSizes();
    const own = sizes.find(({ name }) => name === nodeType);
    const cores = (own && coresOf(own)) ?? MIN_CORES;
    return sizes
      .filter(isUsable)
      .sort((a, b) => generationOf(b) - generationOf(a) || a.name!.localeCompare(b.name!))
      .map((size) => ({
        values: { "databricks.nodeType": size.name },
        cost: coresOf(size) === cores ? COSTS.family : COSTS.cores,
      }));
  },
};

const generationOf = ({ name = "" }: VmSize): number => Number(NODE.exec(name)?.[1]);

function isUsable(size: VmSize): boolean {
  const cores = coresOf(size) ?? 0;
  return NODE.test(size.name ?? "") && cores >= MIN_CORES && cores <= MAX_CORES;
}

const to = (setting: Setting, value: string | undefined, cost: number): Choice => ({
  values: { [setting]: value },
  cost,
});

const { apiVersion, library } = PROFILES.current;

/** The later axes, which do not depend on the region. */
const REST: readonly Axis[] = [
  {
    settings: ["openai.apiVersion"],
    alternatives: () => [to("openai.apiVersion", apiVersion, COSTS.apiVersion)],
  },
  {
    settings: ["databricks.library"],
    alternatives: ({ config: { layout } }) =>
      layout === "class" ? [] : [to("databricks.library", library, COSTS.library)],
  },
  {
    settings: ["openai.auth"],
    alternatives: ({ config: { openai } }) =>
      openai.auth === "entra" ? [to("openai.auth", "key", COSTS.auth)] : [],
  },
  {
    settings: ["budget", "budget.start"],
    alternatives: ({ config: { budget }, now }) => {
      if (!budget) return [];
      const month = `${day(now).slice(0, 8)}01`;
      return [to("budget.start", month, COSTS.budgetStart), to("budget", undefined, COSTS.budget)];
    },
  },
];

/** The axes of a suggestion, in the order in which they are chosen. */
export function axesOf(config: LabConfig, regions: readonly string[]): Axis[] {
  if (config.layout === "seat")
    return REST.filter(({ settings }) => settings.includes("databricks.library"));
  const locationAxis: Axis = {
    settings: ["location"],
    alternatives: () =>
      regions
        .filter((region) => /^[a-z][a-z0-9]+$/.test(region))
        .map((region) => to("location", region, COSTS.location)),
  };
  return [locationAxis, modelAxis, capacityAxis, nodeAxis, ...REST];
}
