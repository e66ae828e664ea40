import { listedPrice, type PriceList, retailPrices } from "../../prices";

/**
 * The prices that a command goes by: live ones on Azure alone, since a local run calls no one.
 * @param now milliseconds, by the cloud's clock
 */
export const priceListOf = (isLocal: boolean, now: number): PriceList =>
  isLocal ? (priced) => Promise.resolve(listedPrice(priced)) : retailPrices({ fetch, now });
