import type { LabConfig } from "../../infra/config";
import type { ClassMoney, RegionPrices } from "./plan";
import { billOf, type PaidParts } from "./plan/money";

/** What one stack costs at list prices; null where a price is not known, and `unknown` says which. */
export type StackMoney = Omit<ClassMoney, "class">;

/** What a stack costs by its settings alone, also before it exists. */
export function stackMoney(config: LabConfig, region: string, prices: RegionPrices): StackMoney {
  const { sku } = config.model;
  const parts = new Map([[region, partsOf(config)]]);
  const { class: _, ...money } = billOf({ config, sku, hours: 1, parts }, { [region]: prices });
  return money;
}

/**
 * What a stack pays for. A seat has a cluster in its class's workspace and calls its class's
 * deployments; what existed before is paid by those who made it, apart from the new deployments.
 */
function partsOf({ layout, model, seats = [], existing }: LabConfig): PaidParts {
  const isSeat = layout === "seat";
  const deployments = isSeat ? 0 : Math.max(1, seats.length);
  return {
    clusters: layout === "class" ? 0 : 1,
    workspaces: Number(!isSeat && existing?.workspaceId === undefined),
    capacity: deployments * model.capacity,
  };
}
