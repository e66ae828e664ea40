import { pricedText, UNIT_OF, type NoPrice, type Price, type Priced } from "./price";

/** One line of the dated list. */
interface ListedPrice {
  kind: Priced["kind"];
  amount: number;
  /** The regions for which it was read; empty for what has one price everywhere. */
  regions: readonly string[];
  size?: string;
  model?: string;
  sku?: string;
  direction?: "input" | "output";
  /** When it was read, and from what. */
  source: string;
}

const US_EAST = ["eastus", "eastus2"];
const US = [...US_EAST, "centralus", "northcentralus", "southcentralus", "westus", "westus3"];

/** Two lines: what a model's input and its output cost, in dollars for a million tokens. */
const tokens = (
  [model, sku, input, output]: readonly [string, string, number, number],
  source: string,
  regions: readonly string[] = [],
): ListedPrice[] => {
  const line = { kind: "tokens", model, sku, source, regions } as const;
  return [
    { ...line, direction: "input", amount: input },
    { ...line, direction: "output", amount: output },
  ];
};

/**
 * Prices for a machine without a network and for the local cloud, in US dollars. None was read from
 * Azure by us: each names its reader and date. They give an order of magnitude.
 */
const LIST: readonly ListedPrice[] = [
  {
    kind: "machine",
    size: "Standard_D4ds_v5",
    amount: 0.226,
    regions: US_EAST,
    source: "a reading of 2026",
  },
  { kind: "dbu", amount: 0.55, regions: US_EAST, source: "a reading of 2024-01-01" },
  { kind: "public-ip", amount: 0.005, regions: US, source: "readings of 2026" },
  { kind: "nat-gateway", amount: 0.045, regions: US, source: "general knowledge of 2026" },
  ...tokens(["gpt-5.6-luna", "GlobalStandard", 0.2, 1.2], "OpenAI's list of 2026-09-25"),
  ...tokens(["gpt-4o", "GlobalStandard", 2.5, 10], "a reading of 2026-10-05"),
  ...tokens(["gpt-4o", "Standard", 2.75, 11], "a reading of 2026-10-05", US_EAST),
  ...tokens(["gpt-4o", "Standard", 3.025, 12.1], "a reading of 2026-10-05", [
    "swedencentral",
    "uksouth",
  ]),
  ...tokens(["gpt-4.1-mini", "GlobalStandard", 0.4, 1.6], "a reading of 2026-10-05"),
  ...tokens(["gpt-4.1-mini", "Standard", 0.44, 1.76], "2026-04, Global plus 10 %", US_EAST),
  ...tokens(["gpt-5.4-mini", "GlobalStandard", 0.75, 4.5], "a reading of 2026-04-01"),
  ...tokens(["gpt-5.4-nano", "GlobalStandard", 0.2, 1.25], "a reading of 2026-04-01"),
];

/** Dollars, from the dated list alone: it asks no one. */
export function listedPrice(priced: Priced): Price | NoPrice {
  const line = LIST.find((one) => isFor(one, priced));
  if (!line) return { unknown: `the dated list has no price of ${pricedText(priced)}` };
  return { amount: line.amount, unit: UNIT_OF[line.kind], basis: `dated list: ${line.source}` };
}

function isFor(line: ListedPrice, priced: Priced): boolean {
  if (line.kind !== priced.kind) return false;
  if (line.regions.length > 0 && !line.regions.includes(priced.region)) return false;
  if (priced.kind === "machine") return line.size === priced.size;
  if (priced.kind !== "tokens") return true;
  return (
    line.model === priced.model && line.sku === priced.sku && line.direction === priced.direction
  );
}

/**
 * Databricks units that a machine uses in an hour, without Photon; undefined for a size that was not
 * read. Azure's price list does not say it: it is Databricks' own figure, here from a reading of
 * D16ds_v5 in 2026 (4 an hour), which is proportional to the cores.
 */
export const dbusPerHour = (size: string): number | undefined => DBUS.get(size);

const DBUS: ReadonlyMap<string, number> = new Map([
  ["Standard_D4ds_v5", 1],
  ["Standard_D8ds_v5", 2],
  ["Standard_D16ds_v5", 4],
]);
