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
  /** Why Azure's own list was not reached, where a dated one answers in its place. */
  unreached?: string;
}

/** Units that prices are told in. A DBU is Databricks' unit of use, billed by the hour. */
export type PriceUnit = "hour" | "DBU-hour" | "million tokens";

/** Why a price is not known: that is an answer too, and never counts as zero. */
export interface NoPrice {
  unknown: string;
}

/** Tokens of one model, in or out. */
export interface PricedTokens {
  kind: "tokens";
  region: string;
  /** Name of the model, such as `gpt-4o`. */
  model: string;
  /** Its version, such as `2024-11-20`: versions of one name may have several prices. */
  version: string;
  /** A SKU that is billed by the token, such as `GlobalStandard`. */
  sku: string;
  direction: "input" | "output";
}

/** What a class, a lab or a probe pays for. Regions and sizes as Azure spells them. */
export type Priced =
  | { kind: "machine"; region: string; size: string }
  | { kind: "dbu"; region: string }
  | { kind: "public-ip"; region: string }
  | { kind: "nat-gateway"; region: string }
  | PricedTokens;

/** The unit of each kind's price. */
export const UNIT_OF: Record<Priced["kind"], PriceUnit> = {
  machine: "hour",
  dbu: "DBU-hour",
  "public-ip": "hour",
  "nat-gateway": "hour",
  tokens: "million tokens",
};

/** Answers from one source of prices. It never throws: what it cannot tell is `NoPrice`. */
export type PriceList = (priced: Priced) => Promise<Price | NoPrice>;

/** Whether a price is known. */
export const isPrice = (answer: Price | NoPrice): answer is Price => !("unknown" in answer);

/** What is priced, as a sentence names it. */
export function pricedText(priced: Priced): string {
  switch (priced.kind) {
    case "machine":
      return `${priced.size} in ${priced.region}`;
    case "dbu":
      return `a Databricks unit in ${priced.region}`;
    case "public-ip":
      return `a public IP address in ${priced.region}`;
    case "nat-gateway":
      return `a NAT gateway in ${priced.region}`;
    case "tokens":
      return `${priced.direction} tokens of ${priced.model} as ${priced.sku} in ${priced.region}`;
  }
}
