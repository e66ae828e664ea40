import { messageOf } from "../../infra/errors";
import { listedPrice } from "./listed";
import { meterOf } from "./meters";
import { pickRow } from "./pick";
import {
  pricedText,
  UNIT_OF,
  type NoPrice,
  type Price,
  type Priced,
  type PriceList,
} from "./price";
import { retailRows, type RetailRow } from "./retail-rows";

/** What live prices need. */
export interface RetailOptions {
  /** Sends the requests; they carry no credential. */
  fetch: typeof fetch;
  /** Milliseconds since the epoch, by the clock of the cloud that is paid. */
  now: number;
}

/**
 * Live prices from Azure's own list. Each part of the list is asked for once. Where it is not
 * reached, the dated list answers, and its basis says so; where it has no one price, the price is
 * unknown.
 */
export function retailPrices({ fetch: fetcher, now }: RetailOptions): PriceList {
  const asked = new Map<string, Promise<RetailRow[]>>();
  const read = (filter: string): Promise<RetailRow[]> => {
    const rows = asked.get(filter) ?? retailRows(filter, fetcher);
    asked.set(filter, rows);
    return rows;
  };
  return async (priced) => {
    const { filter, fits } = meterOf(priced);
    let rows: RetailRow[];
    try {
      rows = await read(filter);
    } catch (error) {
      return notReached(priced, error);
    }
    const picked = pickRow(rows.filter(fits), priced.region, now);
    if ("unknown" in picked) return { unknown: `${pricedText(priced)}: ${picked.unknown}` };
    return priceOf(picked.row, priced, now);
  };
}

function notReached(priced: Priced, error: unknown): Price | NoPrice {
  const listed = listedPrice(priced);
  const reason = `Azure's price list did not answer: ${messageOf(error).split("\n")[0] ?? ""}`;
  if ("unknown" in listed) return { unknown: `${listed.unknown}, and ${reason}` };
  return { ...listed, basis: `${listed.basis} (${reason})`, unreached: reason };
}

/** Units of measure with how many of ours one is; others are not read. */
const HOURS = new Map([["1 Hour", 1]]);
const MILLION_TOKENS = new Map([
  ["1K", 1000],
  ["1M", 1],
]);

function priceOf(row: RetailRow, priced: Priced, now: number): Price | NoPrice {
  const units = priced.kind === "tokens" ? MILLION_TOKENS : HOURS;
  const factor = units.get(row.unitOfMeasure.replace(/ Tokens$/, ""));
  if (factor === undefined)
    return { unknown: `${pricedText(priced)}: the price list counts it in ${row.unitOfMeasure}` };
  const read = new Date(now).toISOString().slice(0, 10);
  const since = row.effectiveStartDate.slice(0, 10);
  return {
    amount: row.retailPrice * factor,
    unit: UNIT_OF[priced.kind],
    basis: `Azure's price list, read ${read} (valid since ${since})`,
  };
}
