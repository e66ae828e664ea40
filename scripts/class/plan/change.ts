import type { ClassLayout } from "../class-status";
import { mapAnswer, valueOf } from "./answer";
import { choiceOf } from "./choice";
import type { PlanChange, QuotaRequest } from "./class-plan";
import type { ClassDemand } from "./demand";
import { firstOf } from "./first-of";
import { fitOf, needOf } from "./limits";
import { numberText } from "./number-text";
import { countIn, largest, place, type Placement } from "./placement";
import type { ClassSupply, Quota, RegionSupply } from "./supply";

/** A change without the sentence that tells it. */
export type Change = Omit<PlanChange, "text">;

/**
 * What a change costs a teacher. A setting is an edit; fewer tokens make every student wait longer,
 * the longer the fewer there are; Microsoft takes days to answer. So no number of the one outweighs
 * the next.
 */
const COSTS = { setting: 1, fewerTokens: 100, quotas: 10_000 };

/** The cost of a change of a demand, to compare it with others. */
export function costOf(
  { capacity, layout, regions = [], sku, quotas }: Change,
  { config }: ClassDemand,
): number {
  const settings = [layout, sku].filter((setting) => setting !== undefined).length;
  let cost = COSTS.setting * (settings + regions.length);
  if (capacity !== undefined) cost += COSTS.fewerTokens * (2 - capacity / config.model.capacity);
  if (quotas !== undefined) cost += COSTS.quotas;
  return cost;
}

/** The demand and the supply with a change. */
export function withChange(
  demand: ClassDemand,
  supply: ClassSupply,
  { capacity, layout, regions = [], sku, quotas = [] }: Change,
): [ClassDemand, ClassSupply] {
  const model = { ...demand.config.model };
  if (capacity !== undefined) model.capacity = capacity;
  if (sku !== undefined) model.sku = sku as typeof model.sku;
  const changed: ClassDemand = {
    ...demand,
    config: { ...demand.config, model },
    layout: layout ?? demand.layout,
    regions: demand.regions && [...demand.regions, ...regions],
  };
  return [changed, withQuotas(supply, quotas)];
}

/**
 * The cheapest change that makes an impossible class possible; null when none is known. It asks for
 * no limit whose size is not known.
 */
export function cheapestChange(demand: ClassDemand, supply: ClassSupply): PlanChange | null {
  const settings = settingChanges(demand, supply);
  const possible = (change: Change): boolean => isPossible(demand, supply, change);
  const change =
    settings.find(possible) ??
    cheapest(
      settings.map((one) => withFewerTokens(demand, supply, one)),
      demand,
    ) ??
    firstOf(settings, (one) => withQuotaRequests(demand, supply, one));
  return change === undefined ? null : { text: changeText(demand, change), ...change };
}

function cheapest(
  changes: readonly (Change | undefined)[],
  demand: ClassDemand,
): Change | undefined {
  const found = changes.filter((change) => change !== undefined);
  return found.sort((a, b) => costOf(a, demand) - costOf(b, demand))[0];
}

/** Every combination of settings, the cheapest first; the first one changes nothing. */
function settingChanges(demand: ClassDemand, supply: ClassSupply): Change[] {
  const others = otherRegions(demand, supply);
  const subsets = [[], ...others.map((region) => [region]), others];
  const layouts = [undefined, ...otherLayouts(demand, supply)];
  const skus = [undefined, ...otherSkus(demand, supply)];
  const all = layouts.flatMap((layout) =>
    skus.flatMap((sku) => subsets.map((regions): Change => ({ layout, sku, regions }))),
  );
  return all.sort((a, b) => costOf(a, demand) - costOf(b, demand));
}

/** Regions that the supply has, and the demand does not allow. */
function otherRegions({ regions }: ClassDemand, supply: ClassSupply): string[] {
  if (!regions) return [];
  return supply.regions.map(({ region }) => region).filter((region) => !regions.includes(region));
}

/** A class that exists keeps its layout: another one would delete the students' work. */
function otherLayouts({ layout }: ClassDemand, { held }: ClassSupply): ClassLayout[] {
  if (layout === "auto" || Object.keys(held).length > 0) return [];
  return BOTH.filter((other) => other !== layout);
}

function otherSkus({ config }: ClassDemand, { regions }: ClassSupply): string[] {
  const offers = regions.flatMap(({ model }) => valueOf(model) ?? []);
  return [...new Set(offers.map(({ sku }) => sku))].filter((sku) => sku !== config.model.sku);
}

/** The layouts in which a demand may be built. */
export const layoutsOf = ({ layout }: ClassDemand): readonly ClassLayout[] =>
  BOTH.filter((one) => layout === "auto" || one === layout);

const BOTH: readonly ClassLayout[] = ["shared", "isolated"];

const placements = (demand: ClassDemand, supply: ClassSupply): Placement[] =>
  layoutsOf(demand).map((layout) => place(demand, supply, choiceOf(demand, supply, layout)));

/** Whether a class is possible with a change. */
function isPossible(demand: ClassDemand, supply: ClassSupply, change: Change): boolean {
  return placements(...withChange(demand, supply, change)).some(({ fit }) => fit === "yes");
}

/** With as many tokens for each seat as fit; undefined when not even one unit does. */
function withFewerTokens(
  demand: ClassDemand,
  supply: ClassSupply,
  setting: Change,
): Change | undefined {
  const most = demand.config.model.capacity - 1;
  const capacity = largest(most, (units) =>
    isPossible(demand, supply, { ...setting, capacity: Math.max(1, units) }),
  );
  if (capacity < 1) return undefined;
  return { ...setting, capacity };
}

/** With higher limits in one region, beside what the others have room for. */
function withQuotaRequests(
  demand: ClassDemand,
  supply: ClassSupply,
  setting: Change,
): Change | undefined {
  const [changed, current] = withChange(demand, supply, setting);
  for (const placement of placements(changed, current))
    for (const { region } of placement.rooms) {
      const quotas = requestsIn(region, placement, changed.seats.length);
      const change: Change = { ...setting, quotas };
      if (quotas.length > 0 && isPossible(demand, supply, change)) return change;
    }
  return undefined;
}

/** The limits of a region that are too small for the seats that have no room, beside its own. */
function requestsIn(region: string, { rooms, regions }: Placement, seats: number): QuotaRequest[] {
  const room = rooms.find((one) => one.region === region);
  const count = countIn(regions, region) + (seats - regions.size);
  return (room?.limits ?? []).flatMap((limit) => {
    if (!limit.canGrow || "unknown" in limit.quota || fitOf(limit, count) === "yes") return [];
    const { name, used } = limit.quota.value;
    return [{ region, name, limit: used + needOf(limit, count) }];
  });
}

/** A supply with higher limits. */
function withQuotas(supply: ClassSupply, requests: readonly QuotaRequest[]): ClassSupply {
  if (requests.length === 0) return supply;
  const raised = (region: string, quota: Quota): Quota => {
    const own = requests.find((one) => one.region === region && one.name === quota.name);
    return { ...quota, limit: own?.limit ?? quota.limit };
  };
  const regions = supply.regions.map((one) => raisedRegion(one, raised));
  return { ...supply, regions };
}

function raisedRegion(
  supply: RegionSupply,
  raised: (region: string, quota: Quota) => Quota,
): RegionSupply {
  const { region, accounts, model, machine } = supply;
  const raise = (quota: Quota): Quota => raised(region, quota);
  return {
    ...supply,
    accounts: mapAnswer(accounts, (quotas) => quotas.map(raise)),
    model: mapAnswer(model, (offers) =>
      offers.map((offer) => ({ ...offer, quota: mapAnswer(offer.quota, raise) })),
    ),
    machine: mapAnswer(machine, (found) => found && { ...found, quotas: found.quotas.map(raise) }),
  };
}

/** What to do, in one line. */
function changeText(demand: ClassDemand, change: Change): string {
  const { capacity, layout, regions = [], sku, quotas = [] } = change;
  const steps: string[] = [];
  if (regions.length > 0) steps.push(`allow ${regions.join(" and ")} too`);
  if (sku !== undefined) steps.push(`deploy the model as ${sku}`);
  if (layout !== undefined) steps.push(`use the layout ${layout}`);
  if (capacity !== undefined)
    steps.push(
      `give each seat ${numberText(capacity)} instead of ` +
        `${numberText(demand.config.model.capacity)} thousand tokens a minute`,
    );
  for (const { name, region, limit } of quotas)
    steps.push(`ask Microsoft for a limit of ${numberText(limit)} for ${name} in ${region}`);
  return steps.join(", and ");
}
