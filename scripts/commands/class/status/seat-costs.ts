import type { LabConfig } from "../../../../infra/config";
import { LabError } from "../../../../infra/errors";
import type { CostEstimate } from "../../../class/class-status";
import { costSoFar } from "../../../class/cost-so-far";
import { readPrices, type RegionPrices } from "../../../class/plan";
import { workedHours } from "../../../class/worked-time";
import type { RecordedState } from "../../../engine/engine";
import type { PriceList } from "../../../prices";
import type { Clusters } from "../open/clusters";

const HOUR_MS = 3_600_000;

/** What the stacks of a class have cost so far. Prices of a region are read once. */
export class SeatCosts {
  private readonly regions = new Map<string, Promise<RegionPrices>>();

  /** @param now milliseconds, by the cloud's clock */
  constructor(
    private readonly prices: PriceList,
    private readonly clusters: Clusters,
    private readonly now: number,
  ) {}

  /** Null where something that it takes is not known. */
  async read(
    { outputs, made }: RecordedState,
    configuration: LabConfig | LabError,
  ): Promise<CostEstimate | null> {
    const region = outputs["location"];
    if (configuration instanceof LabError || made === undefined || typeof region !== "string")
      return null;
    const events = await this.clusters.events(outputs);
    if (!events) return null;
    return costSoFar(
      {
        config: configuration,
        region,
        ownsWorkspace: configuration.layout !== "seat",
        prices: await this.pricesIn(region, configuration),
      },
      {
        age: Math.max(0, this.now - Date.parse(made)) / HOUR_MS,
        worked: workedHours(events, this.now),
      },
    );
  }

  private pricesIn(region: string, config: LabConfig): Promise<RegionPrices> {
    const prices = this.regions.get(region) ?? readPrices(this.prices, region, config);
    this.regions.set(region, prices);
    return prices;
  }
}
