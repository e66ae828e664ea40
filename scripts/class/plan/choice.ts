import type { ClassLayout } from "../class-status";
import type { ClassDemand } from "./demand";
import type { ClassSupply } from "./supply";

/** The settings that a plan can choose, or that a change of it may set. */
export interface Choice {
  layout: ClassLayout;
  sku: string;
  /** One seat's, in thousands of tokens a minute. */
  capacity: number;
  /** The regions that may be used, in order of preference. */
  regions: readonly string[];
}

/** What a demand asks for, in one of the layouts. */
export function choiceOf(demand: ClassDemand, supply: ClassSupply, layout: ClassLayout): Choice {
  const { location, model } = demand.config;
  const known = supply.regions.map(({ region }) => region);
  const allowed = demand.regions ?? known;
  const held = Object.values(supply.held).map(({ region }) => region);
  const preferred = [...held, ...allowed.filter((region) => region === location), ...allowed];
  const { sku, capacity } = model;
  return { layout, sku, capacity, regions: [...new Set(preferred)] };
}
