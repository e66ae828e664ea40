import type { ClassLayout } from "../class-status";
import { cheapestChange, costOf, layoutsOf } from "./change";
import { choiceOf, type Choice } from "./choice";
import type { ClassMoney, ClassNeeds, ClassPlan } from "./class-plan";
import type { ClassDemand } from "./demand";
import { fitOf, groupLimit, limitText, regionFit, type Fit, type Limit } from "./limits";
import { bucketText, destroyMakespan, upMakespan } from "./makespan";
import { moneyOf } from "./money";
import { needsOf } from "./needs";
import { numberText } from "./number-text";
import { countIn, place, type Placement } from "./placement";
import type { ClassSupply } from "./supply";

/** A class in one layout. */
interface Draft {
  choice: Choice;
  placement: Placement;
  needs: ClassNeeds;
  money: ClassMoney;
}

/**
 * Plans a class: seats × layout against what the subscription has, in needs, money and time. Pure:
 * all that it knows of the world is in `supply`. What is not known makes a plan unknown, never
 * possible.
 */
export function planClass(demand: ClassDemand, supply: ClassSupply): ClassPlan {
  const drafts = layoutsOf(demand).map((layout) => draft(demand, supply, layout));
  const [chosen, layoutReason] = choose(demand, supply, drafts);
  const { choice, placement, needs, money } = chosen;
  const { layout } = choice;
  const seats = demand.seats.length;
  const pass = { layout, seats, atOnce: demand.atOnce };
  const up = upMakespan({ ...pass, calls: needs.up });
  const destroy = destroyMakespan({ ...pass, calls: needs.destroy });
  const whole = groupLimit(supply, layout);
  return {
    layout,
    layoutReason,
    feasible: FEASIBLE[placement.fit],
    reasons: reasonsOf(placement, whole, seats),
    arithmetic: arithmeticOf(chosen, whole, seats),
    change: placement.fit === "no" ? cheapestChange({ ...demand, layout }, supply) : null,
    seats: demand.seats.map((seat) => ({
      ...seat,
      location: placement.regions.get(seat.slug) ?? null,
    })),
    needs,
    money,
    minutes: {
      up: up.minutes,
      upBoundBy: up.boundBy,
      destroy: destroy.minutes,
      destroyBoundBy: destroy.boundBy,
    },
  };
}

const FEASIBLE: Record<Fit, boolean | null> = { yes: true, no: false, unknown: null };

function draft(demand: ClassDemand, supply: ClassSupply, layout: ClassLayout): Draft {
  const choice = choiceOf(demand, supply, layout);
  const placement = place(demand, supply, choice);
  const { config, hours } = demand;
  const { capacity, sku } = choice;
  const seats = new Map(
    choice.regions
      .map((region) => [region, countIn(placement.regions, region)] as const)
      .filter(([, count]) => count > 0),
  );
  return {
    choice,
    placement,
    needs: needsOf(demand, supply, choice, placement),
    money: moneyOf({ config, layout, capacity, sku, hours, seats }, supply.prices),
  };
}

/** The layout of a class, with the reason for it. */
function choose(
  demand: ClassDemand,
  supply: ClassSupply,
  drafts: readonly Draft[],
): [Draft, string] {
  const [first, second] = drafts;
  if (!first) throw new Error("a class has a layout");
  if (!second) return [first, "as asked for"];
  const rank = ({ placement }: Draft): number => ["yes", "unknown", "no"].indexOf(placement.fit);
  const [better, other] = rank(second) < rank(first) ? [second, first] : [first, second];
  const { layout } = other.choice;
  if (rank(better) < rank(other)) return [better, `${layout} ${NOT_SURE[other.placement.fit]}`];
  if (better.placement.fit === "no") return cheaperToChange(demand, supply, drafts);
  return cheaperToRun(first, second);
}

const NOT_SURE: Record<Fit, string> = {
  yes: "is possible too",
  no: "is not possible",
  unknown: "may not be possible: a limit is not known",
};

/** Of two layouts that are impossible: that whose cheapest change costs less. */
function cheaperToChange(
  demand: ClassDemand,
  supply: ClassSupply,
  drafts: readonly Draft[],
): [Draft, string] {
  const costs = drafts.map(({ choice }) => {
    const change = cheapestChange({ ...demand, layout: choice.layout }, supply);
    return change ? costOf(change, demand) : Infinity;
  });
  const least = costs.indexOf(Math.min(...costs));
  return [drafts[least]!, "neither layout is possible, and this one with the smaller change"];
}

/** Of two layouts that are possible: the cheaper one; without prices, that with fewer calls. */
function cheaperToRun(a: Draft, b: Draft): [Draft, string] {
  const prices = [a, b].map(({ money }) => money.workingHour?.amount);
  const [priceA, priceB] = prices;
  if (priceA !== undefined && priceB !== undefined && priceA !== priceB)
    return smaller([a, b], [priceA, priceB], (price) => `${price.toFixed(2)} USD a working hour`);
  const calls = ({ needs }: Draft): number => needs.up.reads + needs.up.writes;
  const counts: [number, number] = [calls(a), calls(b)];
  return smaller([a, b], counts, (count) => `${numberText(count)} calls to create it`);
}

/** The one with the smaller number, and both numbers; of equal ones the first. */
function smaller(
  [a, b]: [Draft, Draft],
  [ofA, ofB]: [number, number],
  text: (value: number) => string,
): [Draft, string] {
  if (ofB < ofA) return smaller([b, a], [ofB, ofA], text);
  return [a, `${text(ofA)}; ${b.choice.layout}: ${text(ofB)}`];
}

/** Why a class is not possible, or why that is not known; empty when it is possible. */
function reasonsOf({ fit, rooms, regions }: Placement, whole: Limit, seats: number): string[] {
  if (fit === "yes") return [];
  const reasons = shortLimits([whole], seats);
  // Where not all seats have room, each region is told for all of them.
  const hasAll = regions.size === seats;
  for (const room of rooms) {
    const count = hasAll ? countIn(regions, room.region) : seats;
    if (regionFit(room, count) === "yes") continue;
    if (room.blocked !== undefined) reasons.push(room.blocked);
    reasons.push(...shortLimits(room.limits, count), ...room.unknown);
  }
  if (rooms.length === 0) reasons.push("no region may be used");
  if (rooms.length > 1 && !hasAll) {
    const room = `${numberText(regions.size)} of ${numberText(seats)} seats`;
    reasons.push(`together the regions have room for ${room}`);
  }
  return reasons;
}

/** The arithmetic of the limits that are too small, or not known. */
const shortLimits = (limits: readonly Limit[], seats: number): string[] =>
  limits.filter((limit) => fitOf(limit, seats) !== "yes").map((limit) => limitText(limit, seats));

/** The arithmetic of everything that a class needs where it goes. */
function arithmeticOf({ choice, placement, needs }: Draft, whole: Limit, seats: number): string[] {
  const limits = placement.rooms.flatMap((room) => {
    const count = countIn(placement.regions, room.region);
    return room.limits.filter(() => count > 0).map((limit) => limitText(limit, count));
  });
  const calls = (["up", "destroy"] as const).flatMap((pass) =>
    (["reads", "writes", "deletes"] as const)
      .filter((kind) => needs[pass][kind] > 0)
      .map((kind) => `${pass}: ${bucketText(kind, needs[pass][kind])}`),
  );
  return [
    ...limits,
    limitText(whole, seats),
    deploymentsText(choice, needs),
    requestsText(choice, needs),
    ...calls,
  ];
}

function requestsText({ capacity }: Choice, needs: ClassNeeds): string {
  const { requestsPerMinutePerSeat: requests } = needs;
  if (requests === null) return "how many requests a minute a seat may make is not known";
  const tokens = `${numberText(capacity)} thousand tokens a minute`;
  return `${tokens} allow each seat ${numberText(requests)} requests a minute`;
}

function deploymentsText({ layout, capacity }: Choice, needs: ClassNeeds): string {
  const count = `${numberText(needs.deployments)} deployments`;
  if (layout === "isolated") return `${count}, one in each account`;
  if (needs.deploymentPerSeat)
    return `${count} of ${numberText(capacity)} in one account, one for each seat`;
  const all = numberText(needs.tokensPerMinute / 1000);
  return `one deployment of ${all} thousand tokens a minute, since an account cannot have one for each seat`;
}
