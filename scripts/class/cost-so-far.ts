import type { LabConfig } from "../../infra/config";
import type { ClassLayout, CostEstimate } from "./class-status";
import { moneyOf } from "./plan/money";
import type { RegionPrices } from "./plan/supply";

/** What happened to a cluster, as Databricks' event log names it. Milliseconds since the epoch. */
export interface ClusterEvent {
  timestamp: number;
  type: string;
}

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

const HOUR_MS = 3_600_000;
const STARTS = "RUNNING";
/** Types after which a cluster costs nothing (Clusters API 2.1, EventType). */
const ENDS = ["TERMINATING"];

/**
 * Hours that a cluster ran until `now`, from its events in any order.
 * @example workedHours([{ timestamp: 0, type: "RUNNING" }], 3_600_000) // 1
 */
export function workedHours(events: readonly ClusterEvent[], now: number): number {
  let since: number | undefined;
  let total = 0;
  for (const { timestamp, type } of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    if (type === STARTS) since ??= timestamp;
    if (!ENDS.includes(type) || since === undefined) continue;
    total += timestamp - since;
    since = undefined;
  }
  return (total + (since === undefined ? 0 : now - since)) / HOUR_MS;
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
