import type { Choice } from "./choice";
import { valueOf } from "./answer";
import { classCalls, destroyCalls, upCalls } from "./arm-calls";
import type { ClassNeeds, RegionNeeds } from "./class-plan";
import type { ClassDemand } from "./demand";
import { firstOf } from "./first-of";
import { countIn, type Placement } from "./placement";
import type { ClassSupply, RegionSupply } from "./supply";
import { GROUPS_PER_WORKSPACE, workspacesOf } from "./workspaces";

/** What a class needs, for all seats, also for those without room. */
export function needsOf(
  demand: ClassDemand,
  supply: ClassSupply,
  choice: Choice,
  placement: Placement,
): ClassNeeds {
  const seats = demand.seats.length;
  const { layout } = choice;
  const deploymentPerSeat = layout === "isolated" || seats <= supply.deploymentsPerAccount;
  const deploymentsFor = (count: number): number => Math.min(count, deploymentPerSeat ? count : 1);
  // The machine and the model are the same in every region: the first that says it, says it.
  const cores = firstOf(supply.regions, coresIn);
  const regions = placement.rooms.map(({ region }): RegionNeeds => {
    const count = countIn(placement.regions, region);
    return {
      region,
      seats: count,
      accounts: workspacesOf(layout, count),
      deployments: deploymentsFor(count),
      capacity: count * choice.capacity,
      cores: times(count, cores),
    };
  });
  const perUnit = firstOf(supply.regions, (region) => requestsIn(region, choice.sku));
  const asked = {
    config: demand.config,
    layout,
    deployments: deploymentsFor(seats),
  };
  return {
    regions: regions.filter((region) => region.seats > 0),
    accounts: workspacesOf(layout, seats),
    deployments: deploymentsFor(seats),
    deploymentPerSeat,
    tokensPerMinute: seats * choice.capacity * 1000,
    requestsPerMinutePerSeat: times(choice.capacity, perUnit),
    cores: times(seats, cores),
    groups: GROUPS_PER_WORKSPACE * workspacesOf(layout, seats),
    up: classCalls(upCalls(asked), seats),
    destroy: classCalls(destroyCalls(asked), seats),
  };
}

/** A product with what may not be known. */
const times = (count: number, each: number | undefined): number | null =>
  each === undefined ? null : count * each;

const coresIn = ({ machine }: RegionSupply): number | undefined => valueOf(machine)?.cores;

const requestsIn = ({ model }: RegionSupply, wanted: string): number | undefined =>
  valueOf(model)?.find(({ sku }) => sku === wanted)?.requestsPerUnit;
