import type { ClassLayout } from "../class-status";
import type { Choice } from "./choice";
import { numberText } from "./number-text";
import { valueOf, whyUnknown, type Answer } from "./answer";
import type { ClassSupply, HeldAccount, Quota, RegionSupply } from "./supply";
import { GROUPS_PER_WORKSPACE, WORKSPACES } from "./workspaces";

/** Whether something suffices; `unknown` where the cloud did not say. */
export type Fit = "yes" | "no" | "unknown";

/** One limit, and what seats need of it. */
export interface Limit {
  /** The region; for what a whole subscription shares, `the subscription`. */
  where: string;
  /** What is counted, in the plural. */
  unit: string;
  /** For each seat, and for the class as a whole where it has a seat at all. */
  perSeat: number;
  fixed: number;
  /** What the class holds already, which it does not need again. */
  held: number;
  /** Of what is used, what may be the class's own; no one says whether it is. */
  perhapsHeld: number;
  quota: Answer<Quota>;
  /** Whether Microsoft raises it on request. */
  canGrow: boolean;
}

/** What a region has room for. */
export interface RegionRoom {
  region: string;
  limits: readonly Limit[];
  /** Why it has room for none, whatever its quotas are. */
  blocked: string | undefined;
  /** What it did not say apart from quotas. */
  unknown: readonly string[];
}

const SUBSCRIPTION = "the subscription";

/** The limits of one region for a choice, beside what the class holds there. */
export function roomOf(
  supply: RegionSupply,
  choice: Choice,
  held: readonly HeldAccount[],
): RegionRoom {
  const { region, model, machine } = supply;
  const common = { where: region, held: 0, perhapsHeld: 0, fixed: 0, canGrow: true };
  const accounts = quotasOf(supply.accounts).map((quota): Limit => {
    const workspaces = WORKSPACES[choice.layout];
    return { ...common, ...workspaces, unit: "accounts", held: held.length, quota };
  });
  const offers = valueOf(model)?.filter(({ sku }) => sku === choice.sku) ?? [];
  const tokens = offers.map(({ quota }): Limit => ({
    ...common,
    unit: "thousand tokens a minute",
    perSeat: choice.capacity,
    held: heldCapacity(held, choice),
    quota,
  }));
  const { cores = 0, quotas = [] } = valueOf(machine) ?? {};
  const machines = quotas.map((quota): Limit => ({
    ...common,
    unit: "cores",
    perSeat: cores,
    // Whether the clusters of an earlier `up` run now is not in the quota table.
    perhapsHeld: cores * CLUSTERS_OF[choice.layout](held),
    quota: { value: quota },
  }));
  return {
    region,
    limits: [...accounts, ...tokens, ...machines],
    blocked: blockOf(supply, choice),
    unknown: [supply.forbidden, model, machine].flatMap(whyUnknown),
  };
}

/** How many clusters the accounts of an earlier `up` may have at most. */
const CLUSTERS_OF: Record<ClassLayout, (held: readonly HeldAccount[]) => number> = {
  isolated: (held) => held.length,
  shared: (held) => (held.length === 0 ? 0 : Number.MAX_SAFE_INTEGER),
};

/** On an update Azure counts the increase of a deployment alone. */
function heldCapacity(held: readonly HeldAccount[], { layout, capacity }: Choice): number {
  const most = { isolated: capacity, shared: Infinity }[layout];
  return held.reduce((sum, one) => sum + Math.min(one.capacity, most), 0);
}

/** Why a region cannot have the class at all. */
function blockOf(supply: RegionSupply, choice: Choice): string | undefined {
  const { region, forbidden, model, machine } = supply;
  const policies = valueOf(forbidden) ?? [];
  if (policies.length > 0) return `the policy ${policies.join(" and ")} forbids ${region}`;
  if ("value" in model && !model.value.some(({ sku }) => sku === choice.sku))
    return `${region} does not offer the model as ${choice.sku}`;
  if ("value" in machine && machine.value === undefined)
    return `${region} does not have the clusters' machine for this subscription`;
  return undefined;
}

/** The limit that the whole subscription has, whatever the regions are. */
export const groupLimit = ({ groups, held }: ClassSupply, layout: ClassLayout): Limit => ({
  where: SUBSCRIPTION,
  unit: "resource groups, the managed ones included",
  perSeat: GROUPS_PER_WORKSPACE * WORKSPACES[layout].perSeat,
  fixed: GROUPS_PER_WORKSPACE * WORKSPACES[layout].fixed,
  held: GROUPS_PER_WORKSPACE * Object.keys(held).length,
  perhapsHeld: 0,
  quota: groups,
  canGrow: false,
});

/** How much of a limit so many seats need beyond what the class holds. */
export const needOf = ({ perSeat, fixed, held }: Limit, seats: number): number =>
  Math.max(0, perSeat * seats + fixed * Math.min(1, seats) - held);

/** Whether a limit suffices for so many seats. */
export function fitOf(limit: Limit, seats: number): Fit {
  const need = needOf(limit, seats);
  if (need === 0) return "yes";
  if ("unknown" in limit.quota) return "unknown";
  const free = limit.quota.value.limit - limit.quota.value.used;
  if (need <= free) return "yes";
  const own = Math.min(limit.perhapsHeld, limit.quota.value.used);
  return need <= free + own ? "unknown" : "no";
}

/** Whether a region has room for so many seats. */
export function regionFit({ limits, blocked, unknown }: RegionRoom, seats: number): Fit {
  if (seats === 0) return "yes";
  if (blocked !== undefined) return "no";
  const fits = limits.map((limit) => fitOf(limit, seats));
  if (fits.includes("no")) return "no";
  return fits.includes("unknown") || unknown.length > 0 ? "unknown" : "yes";
}

/** The arithmetic of one limit, so that it can be checked by hand. */
export function limitText(limit: Limit, seats: number): string {
  const { perSeat, fixed, held, where, unit, quota } = limit;
  const whole = perSeat * seats + fixed;
  const parts = [`${numberText(whole)} ${whole === 1 ? unit.replace(/^(\w+)s$/, "$1") : unit}`];
  if (perSeat > 0) parts.unshift(`${numberText(seats)} seats × ${numberText(perSeat)} = `);
  const own = Math.min(held, whole);
  if (own > 0) parts.push(`, of which the class holds ${numberText(own)}`);
  if ("unknown" in quota)
    return `${parts.join("")}; what ${where} has left is not known: ${quota.unknown}`;
  const { limit: most, used, name } = quota.value;
  const left = `${numberText(most - used)} of ${numberText(most)} left (${name})`;
  return `${parts.join("")}; ${where} has ${left}`;
}

/** One answer for each quota of a list; one without a value for a list that is not known. */
const quotasOf = (answer: Answer<readonly Quota[]>): Answer<Quota>[] => [
  ...(valueOf(answer) ?? []).map((value) => ({ value })),
  ...whyUnknown(answer).map((unknown) => ({ unknown })),
];
