import type { LabConfig } from "../../../infra/config";
import { dbusPerHour, type PriceList } from "../../prices";
import type { RegionPrices } from "./supply";

/** The SKUs that are billed by the token. */
const TOKEN_SKUS = ["Standard", "GlobalStandard", "DataZoneStandard"];

/** Asks for what a class's parts cost in a region. */
export async function readPrices(
  priceOf: PriceList,
  region: string,
  { databricks, model }: LabConfig,
): Promise<RegionPrices> {
  const size = databricks.nodeType;
  const tokens = { kind: "tokens", region, model: model.name, version: model.version } as const;
  const [machineHour, dbuHour, publicIpHour, natGatewayHour, ...outputs] = await Promise.all([
    priceOf({ kind: "machine", region, size }),
    priceOf({ kind: "dbu", region }),
    priceOf({ kind: "public-ip", region }),
    priceOf({ kind: "nat-gateway", region }),
    ...TOKEN_SKUS.map((sku) => priceOf({ ...tokens, sku, direction: "output" })),
  ]);
  return {
    machineHour,
    dbuHour,
    dbusPerHour: dbusPerHour(size),
    publicIpHour,
    natGatewayHour,
    outputTokens: Object.fromEntries(TOKEN_SKUS.map((sku, i) => [sku, outputs[i]!])),
  };
}
