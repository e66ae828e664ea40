import type { RetailRow } from "./retail-rows";

/** The one row that a price is read from, or why there is none. */
export type Pick = { row: RetailRow } | { unknown: string };

/**
 * The one row among those of the right meter whose price holds today. The first row is never taken:
 * where several meters remain, the price is unknown.
 * @param wanted rows that may be the price, of any date, tier and kind of contract
 * @param now milliseconds since the epoch
 */
export function pickRow(wanted: readonly RetailRow[], region: string, now: number): Pick {
  const sold = wanted.filter((row) => row.currencyCode === "USD" && row.type === "Consumption");
  const current = inRegion(sold, region).filter((row) => Date.parse(row.effectiveStartDate) <= now);
  const newest = byMeter(current).map((rows) => paidRow(newestRows(rows)));
  const rows = newest.filter((row) => row !== undefined);
  const [row] = rows;
  if (rows.length > 1) return { unknown: `${rows.length} meters of the price list fit` };
  if (row) return { row };
  if (newest.length > 0) return { unknown: "the price list has only the placeholder 0 for it" };
  return { unknown: "the price list has no such meter" };
}

/** The region's own rows; where it has none, those without a region. */
function inRegion(rows: readonly RetailRow[], region: string): RetailRow[] {
  const own = rows.filter((row) => row.armRegionName === region);
  if (own.length > 0) return own;
  return rows.filter((row) => ["", "Global"].includes(row.armRegionName ?? ""));
}

/** One list for each meter: a meter may be listed once for every date and tier. */
function byMeter(rows: readonly RetailRow[]): RetailRow[][] {
  const meters = new Map<string, RetailRow[]>();
  for (const row of rows) meters.set(row.meterId, [...(meters.get(row.meterId) ?? []), row]);
  return [...meters.values()];
}

function newestRows(rows: readonly RetailRow[]): RetailRow[] {
  const dates = rows.map((row) => Date.parse(row.effectiveStartDate));
  const newest = Math.max(...dates);
  return rows.filter((_, i) => dates[i] === newest);
}

/** The first tier that costs something: a tier of 0 is free, or a placeholder. */
function paidRow(rows: readonly RetailRow[]): RetailRow | undefined {
  const paid = rows.filter(({ retailPrice }) => retailPrice > 0);
  return paid.sort((a, b) => a.tierMinimumUnits - b.tierMinimumUnits)[0];
}
