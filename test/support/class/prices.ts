import type { RegionPrices } from "../../../scripts/class/plan/supply";

/** A price of a made-up list. */
export const price = (amount: number, unit: "hour" | "DBU-hour" | "million tokens" = "hour") => ({
  ...{ amount, unit, basis: "dated list: a test" },
});
/** Every price of a region. */
export const EAST: RegionPrices = {
  machineHour: price(0.226),
  dbuHour: price(0.55, "DBU-hour"),
  dbusPerHour: 1,
  publicIpHour: price(0.005),
  natGatewayHour: price(0.045),
  outputTokens: { GlobalStandard: price(1.2, "million tokens") },
};
