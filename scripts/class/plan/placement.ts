import type { Choice } from "./choice";
import type { ClassDemand, DemandedSeat } from "./demand";
import { fitOf, groupLimit, regionFit, roomOf, type Fit, type RegionRoom } from "./limits";
import type { ClassSupply, HeldAccount } from "./supply";

/** Where the seats of a choice go. */
export interface Placement {
  fit: Fit;
  /** The region of each seat by its slug; a seat without room is not in it. */
  regions: ReadonlyMap<string, string>;
  /** Every region that may be used, in order of preference. */
  rooms: readonly RegionRoom[];
}

/**
 * Places the seats of a class. A seat that exists stays where it is. One region is preferred to
 * several; isolated seats fill one region after the other when none is large enough for all.
 */
export function place(demand: ClassDemand, supply: ClassSupply, choice: Choice): Placement {
  const rooms = choice.regions.map((region) => regionRoom(region, supply, choice));
  const whole = fitOf(groupLimit(supply, choice.layout), demand.seats.length);
  for (const wanted of ["yes", "unknown"] as const) {
    const regions = assign(demand, supply, choice, rooms, wanted);
    if (regions.size < demand.seats.length) continue;
    const fits = rooms.map((room) => regionFit(room, countIn(regions, room.region)));
    return { fit: worst([whole, ...fits]), regions, rooms };
  }
  return { fit: "no", regions: assign(demand, supply, choice, rooms, "yes"), rooms };
}

/** How many seats a region has. */
export const countIn = (regions: ReadonlyMap<string, string>, region: string): number =>
  [...regions.values()].filter((one) => one === region).length;

function worst(fits: readonly Fit[]): Fit {
  if (fits.includes("no")) return "no";
  return fits.includes("unknown") ? "unknown" : "yes";
}

/** The room of one region; of one that the supply does not have, nothing is known. */
function regionRoom(region: string, supply: ClassSupply, choice: Choice): RegionRoom {
  const found = supply.regions.find((one) => one.region === region);
  const held = Object.values(supply.held).filter((one) => one.region === region);
  if (found) return roomOf(found, choice, held);
  return { region, limits: [], blocked: undefined, unknown: [`${region} was not asked`] };
}

/** A region for each seat, as far as there is room; `wanted` says whether doubts count as room. */
function assign(
  { seats }: ClassDemand,
  { held }: ClassSupply,
  { layout }: Choice,
  rooms: readonly RegionRoom[],
  wanted: Exclude<Fit, "no">,
): Map<string, string> {
  const hasRoom = (room: RegionRoom, count: number): boolean => {
    const fit = regionFit(room, count);
    return fit === "yes" || fit === wanted;
  };
  const fixed = fixedRegions(seats, held);
  const inHeld = [...new Set(Object.values(held).map(({ region }) => region))];
  // A class that exists in one region is asked for there first: `choiceOf` orders them so.
  const candidates =
    layout === "shared" && inHeld.length > 0
      ? rooms.filter(({ region }) => inHeld.includes(region))
      : rooms;
  const isMovable = inHeld.every((region) => region === inHeld[0]);
  const single = candidates.find(
    (room) => (inHeld.length === 0 || room.region === inHeld[0]) && hasRoom(room, seats.length),
  );
  if (single && isMovable) return new Map(seats.map(({ slug }) => [slug, single.region]));
  if (layout === "shared") return new Map();
  return spread(seats, fixed, rooms, hasRoom);
}

/** The region of every seat that exists. */
const fixedRegions = (
  seats: readonly DemandedSeat[],
  held: Readonly<Record<string, HeldAccount>>,
): Map<string, string> =>
  new Map(
    seats.flatMap(({ slug, stack }) => {
      const region = held[stack]?.region;
      return region === undefined ? [] : [[slug, region] as const];
    }),
  );

/** Fills one region after the other, beside the seats that exist. */
function spread(
  seats: readonly DemandedSeat[],
  fixed: ReadonlyMap<string, string>,
  rooms: readonly RegionRoom[],
  hasRoom: (room: RegionRoom, count: number) => boolean,
): Map<string, string> {
  const placed = new Map(fixed);
  const open = seats.filter(({ slug }) => !fixed.has(slug));
  for (const room of rooms) {
    const there = countIn(placed, room.region);
    const most = largest(open.length, (more) => hasRoom(room, there + more));
    for (const { slug } of open.splice(0, most)) placed.set(slug, room.region);
  }
  return placed;
}

/** The largest number up to `most` that holds; it holds for every smaller one, too. */
export function largest(most: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
