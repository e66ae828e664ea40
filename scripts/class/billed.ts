import { groupBy } from "../base/group-by";
import type { JsonObject } from "../../infra/json-object";

/** A stack, as its costs are found again in a bill. */
export interface BilledPlace {
  stack: string;
  /** The resource groups that are its own, with the one that Databricks manages for it. */
  groups: readonly string[];
  clusterId: string | undefined;
}

/** One row of a bill. */
export interface BilledRow {
  amount: number;
  currency: string;
  group: string;
  /** Of a machine, a disk or a Databricks unit of a cluster; empty otherwise. */
  clusterId: string;
}

/** What a stack was billed. */
export interface Billed {
  amount: number;
  currency: string;
  /** The last day that counts, UTC. */
  until: string;
}

/**
 * The tag by which seats that share a workspace are told apart. Databricks puts it on the machines of a
 * cluster and on its units (Azure Databricks, "default tags"); tags of the workspace, which the lab
 * sets, are the same for all seats.
 */
const CLUSTER_TAG = "ClusterId";

/**
 * A question to Cost Management (`Microsoft.CostManagement/query`, 2023-11-01): what some groups cost in
 * whole days, by group and cluster.
 * @param from a day, as ISO text @param to the last day
 */
export const billingQuestion = (groups: readonly string[], from: string, to: string): object => ({
  type: "ActualCost",
  timeframe: "Custom",
  timePeriod: { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` },
  dataset: {
    granularity: "None",
    aggregation: { totalCost: { name: "Cost", function: "Sum" } },
    grouping: [
      { type: "Dimension", name: "ResourceGroupName" },
      { type: "TagKey", name: CLUSTER_TAG },
    ],
    filter: { dimensions: { name: "ResourceGroupName", operator: "In", values: groups } },
  },
});

/**
 * The rows of an answer's `properties`, whose columns come in any order; undefined for another form, and
 * for the first of several pages: their sums would be too small.
 */
export function billedRows({ columns, rows, nextLink }: JsonObject): BilledRow[] | undefined {
  if (!Array.isArray(columns) || !Array.isArray(rows) || nextLink) return undefined;
  const names = columns.map((column: { name?: unknown }) => column.name);
  const valueOf = (row: unknown[], name: string): unknown => row[names.indexOf(name)];
  const found: BilledRow[] = [];
  for (const row of rows as unknown[][]) {
    const amount = valueOf(row, "Cost");
    const group = valueOf(row, "ResourceGroupName");
    const currency = valueOf(row, "Currency");
    const clusterId = valueOf(row, "TagValue") ?? "";
    if (typeof amount !== "number" || typeof group !== "string") return undefined;
    if (typeof currency !== "string" || typeof clusterId !== "string") return undefined;
    found.push({ amount, currency, group, clusterId });
  }
  return found;
}

/**
 * What each stack was billed: the rows of its cluster, and what else is in its groups. No entry for a
 * stack without a row, of which it is not known whether it cost nothing or is not billed yet; nor for
 * one that was billed in two currencies.
 */
export function billedByStack(
  rows: readonly BilledRow[],
  places: readonly BilledPlace[],
  until: string,
): Map<string, Billed> {
  const stackOf = ({ group, clusterId }: BilledRow): string | undefined => {
    const place =
      places.find((one) => one.clusterId !== undefined && one.clusterId === clusterId) ??
      places.find(({ groups }) => groups.some((name) => isSameGroup(name, group)));
    return place?.stack;
  };
  const bills = new Map<string, Billed>();
  for (const [stack, own] of groupBy(rows, stackOf)) {
    const [currency, ...others] = new Set(own.map((row) => row.currency));
    if (stack === undefined || currency === undefined || others.length > 0) continue;
    bills.set(stack, { amount: own.reduce((sum, row) => sum + row.amount, 0), currency, until });
  }
  return bills;
}

/** Cost Management writes the names of groups in lower case for some offers. */
const isSameGroup = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
