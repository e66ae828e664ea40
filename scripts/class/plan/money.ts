import type { LabConfig } from "../../../infra/config";
import { isPrice, type NoPrice, type Price } from "../../prices";
import type { ClassLayout, CostEstimate } from "../class-status";
import type { ClassMoney } from "./class-plan";
import type { RegionPrices } from "./supply";
import { workspacesOf } from "./workspaces";

/** What is paid for. */
export interface PaidClass {
  config: LabConfig;
  layout: ClassLayout;
  /** One seat's, in thousands of tokens a minute. */
  capacity: number;
  sku: string;
  /** Hours that every cluster works. */
  hours: number;
  /** How many seats each region has. */
  seats: ReadonlyMap<string, number>;
}

/** From the evening to the morning. */
export const OVERNIGHT_HOURS = 12;
/** From Friday evening to Monday morning. */
export const WEEKEND_HOURS = 62;

const NOT_COUNTED = [
  "tokens, beside the upper bound of an hour",
  "storage of the managed resource groups",
  "data through the NAT gateway",
  "logs",
];

/** What is paid for in one region. */
export interface PaidParts {
  /** Clusters that work at once. */
  clusters: number;
  workspaces: number;
  /** Thousands of tokens that the deployments answer in a minute at most. */
  capacity: number;
}

/** One line of a bill: how many of what, at which price. */
interface Line {
  count: number;
  price: Price | NoPrice;
}

/** What a class costs at list prices, from the prices of its regions. */
export function moneyOf(
  paid: PaidClass,
  prices: Readonly<Record<string, RegionPrices>>,
): ClassMoney {
  const { layout, capacity } = paid;
  const parts = [...paid.seats].map(([region, seats]): [string, PaidParts] => [
    region,
    { clusters: seats, workspaces: workspacesOf(layout, seats), capacity: seats * capacity },
  ]);
  return billOf({ ...paid, parts: new Map(parts) }, prices);
}

/** What the parts of a class, or of one stack, cost at list prices. */
export function billOf(
  paid: Pick<PaidClass, "config" | "sku" | "hours"> & { parts: ReadonlyMap<string, PaidParts> },
  prices: Readonly<Record<string, RegionPrices>>,
): ClassMoney {
  const { config, sku } = paid;
  const regions = [...paid.parts].map(([region, parts]) => ({
    ...parts,
    prices: prices[region] ?? noPrices(region),
  }));
  const working = regions.flatMap((one) => machineLines(one.clusters, one.prices, config));
  const idle = regions.flatMap((one) => idleLines(one.workspaces, one.prices, config));
  const tokens = regions.map((one) => tokenLine(one.capacity, one.prices, sku));
  // A cluster that no one uses works on until it stops by itself.
  const stopsAfter = config.databricks.autoterminationMinutes / 60;
  const forgotten = (time: number): CostEstimate | null =>
    total([...hours(Math.min(time, stopsAfter), working), ...hours(time, idle)]);
  const all = [...working, ...idle, ...tokens];
  return {
    workingHour: total([...working, ...idle]),
    idleHour: total(idle),
    class: total([...hours(paid.hours, working), ...hours(paid.hours, idle)]),
    forgottenOvernight: forgotten(OVERNIGHT_HOURS),
    forgottenWeekend: forgotten(WEEKEND_HOURS),
    tokensHourAtMost: total(tokens),
    unknown: [...new Set(all.flatMap(({ price }) => ("unknown" in price ? price.unknown : [])))],
    notCounted: NOT_COUNTED,
  };
}

/** A cluster that works: its machine, its Databricks units, and its address if it has one. */
function machineLines(clusters: number, prices: RegionPrices, { databricks }: LabConfig): Line[] {
  const { machineHour, dbuHour, dbusPerHour, publicIpHour } = prices;
  const unitsUnknown = { unknown: `Databricks units of a ${databricks.nodeType}` };
  return [
    { count: clusters, price: machineHour },
    {
      count: clusters * (dbusPerHour ?? 1),
      price: dbusPerHour === undefined ? unitsUnknown : dbuHour,
    },
    { count: clusters * Number(!databricks.noPublicIp), price: publicIpHour },
  ];
}

/** What workspaces cost without a cluster: without public addresses each has a NAT gateway. */
function idleLines(workspaces: number, prices: RegionPrices, { databricks }: LabConfig): Line[] {
  const count = workspaces * Number(databricks.noPublicIp);
  return [
    { count, price: prices.natGatewayHour },
    { count, price: prices.publicIpHour },
  ];
}

/** The whole quota for an hour, all of it output. */
function tokenLine(capacity: number, { outputTokens }: RegionPrices, sku: string): Line {
  const millions = (capacity * 60) / 1000;
  const price = outputTokens[sku] ?? { unknown: `tokens as ${sku}` };
  return { count: millions, price };
}

const hours = (count: number, lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, count: count * line.count }));

/** Amounts are told to a millionth of a dollar: prices of tokens are as small. */
const MICRO = 1_000_000;

/** A sum; null where one of its prices is not known, since a sum of some is too small. */
function total(lines: readonly Line[]): CostEstimate | null {
  const priced = lines.filter(({ count }) => count > 0);
  let amount = 0;
  const bases = new Set<string>();
  for (const { count, price } of priced) {
    if (!isPrice(price)) return null;
    amount += count * price.amount;
    bases.add(price.basis);
  }
  return {
    amount: Math.round(amount * MICRO) / MICRO,
    currency: "USD",
    basis: [...bases].join("; ") || "nothing is billed by the hour",
  };
}

/** A region whose prices were not read. */
function noPrices(region: string): RegionPrices {
  const none = { unknown: `prices of ${region}` };
  return {
    machineHour: none,
    dbuHour: none,
    dbusPerHour: undefined,
    publicIpHour: none,
    natGatewayHour: none,
    outputTokens: {},
  };
}
