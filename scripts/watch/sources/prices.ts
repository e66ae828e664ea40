import type { LabConfig } from "../../../infra/config";
import { isPrice, type Priced, pricedText, type PriceList } from "../../prices";
import type { Watched } from "../thing";

/**
 * The prices of what a stack pays for. A price does not end; it moves, and its source says from which
 * day it is.
 * @param region where the stack's machines are
 */
export function watchPrices(
  config: LabConfig,
  region: string,
  priceOf: PriceList,
): Promise<Watched[]> {
  return Promise.all(pricedBy(config, region).map((priced) => watchPrice(priced, priceOf)));
}

function pricedBy({ databricks, model, layout }: LabConfig, region: string): Priced[] {
  const { name, version, sku } = model;
  const tokens = { kind: "tokens", region, model: name, version, sku } as const;
  const shared: Priced[] = [
    { kind: "public-ip", region },
    { kind: "nat-gateway", region },
    { ...tokens, direction: "input" },
    { ...tokens, direction: "output" },
  ];
  const personal: Priced[] = [
    { kind: "machine", region, size: databricks.nodeType },
    { kind: "dbu", region },
  ];
  if (layout === "class") return shared;
  if (layout === "seat") return personal;
  return [...shared, ...personal];
}

async function watchPrice(priced: Priced, priceOf: PriceList): Promise<Watched> {
  const thing = {
    id: `price+${Object.values(priced).join("+")}`,
    kind: "price" as const,
    name: `price of ${pricedText(priced)}`,
    isUsed: true,
  };
  const price = await priceOf(priced);
  if (!isPrice(price)) return { ...thing, unknown: price.unknown };
  const word = { state: `${price.amount} USD per ${price.unit}`, source: price.basis };
  if (price.unreached === undefined) return { ...thing, ...word };
  return { ...thing, unknown: price.unreached, dated: word };
}
