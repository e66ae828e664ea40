/**
 * A list price in US dollars: the one currency that Azure's price list is made in (others are
 * converted, and rounded to zero where a price is small).
 */
export interface Price {
  /** Dollars for one unit. */
  amount: number;
  /** What one unit is. */
  unit: PriceUnit;
  /** Where it is from and when it held: `list price of 2026-10-05`, never a bill. */
  basis: string;
}

/** Units that prices are told in. A DBU is Databricks' unit of use, billed by the hour. */
export type PriceUnit = "hour" | "DBU-hour" | "million tokens";

/** Why a price is not known: that is an answer too, and never counts as zero. */
export interface NoPrice {
  unknown: string;
}

/** What a class, a lab or a probe pays for. Regions and sizes as Azure spells them. */
export type Priced =
  | { kind: "machine"; region: string; size: string }
  | { kind: "dbu"; region: string }
  | { kind: "public-ip"; region: string }
  | { kind: "nat-gateway"; region: string }
  | { kind: "tokens"; region: string; model: string; sku: string; direction: "input" | "output" };

/** Answers from one source of prices. It never throws: what it cannot tell is `NoPrice`. */
export interface PriceList {
  priceOf(priced: Priced): Promise<Price | NoPrice>;
}

/** Whether a price is known. */
export const isPrice = (answer: Price | NoPrice): answer is Price => !("unknown" in answer);
