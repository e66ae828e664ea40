import type { LabConfig } from "../../infra/config";
import type { ClassLayout, CostEstimate } from "./class-status";
import { moneyOf } from "./plan/money";
import type { RegionPrices } from "./plan/supply";

/** What is known of how long a stack has cost money. */
export interface Usage {
  /** Hours since its first resource was created. */
  age: number;
  /** Hours that its cluster worked; 0 for the half of a class. */
  worked: number;
}

/** What is estimated. */
export interface PricedStack {
  config: LabConfig;
  region: string;
  /** Whether it has a workspace of its own, which costs also without a cluster. */
  ownsWorkspace: boolean;
  prices: RegionPrices;
}

/**
 * What a stack has cost so far, at list prices, without tokens, storage and traffic; null where a
 * price is not known.
 */
export function costSoFar(
  { config, region, ownsWorkspace, prices }: PricedStack,
  { age, worked }: Usage,
): CostEstimate | null {
  const layout: ClassLayout = "isolated";
  const { capacity, sku } = config.model;
  const { workingHour, idleHour } = moneyOf(
    { config, layout, capacity, sku, hours: 1, seats: new Map([[region, 1]]) },
    { [region]: prices },
  );
  if (!workingHour || !idleHour) return null;
  const cluster = worked * (workingHour.amount - idleHour.amount);
  const workspace = Number(ownsWorkspace) * age * idleHour.amount;
  const { currency, basis } = workingHour;
  return {
    amount: Math.round((cluster + workspace) * 100) / 100,
    currency,
    basis: `${basis}; without tokens, storage and traffic`,
  };
}
