export { dbusPerHour, listedPrice } from "./listed";
export {
  isPrice,
  pricedText,
  type NoPrice,
  type Price,
  type Priced,
  type PricedTokens,
  type PriceList,
} from "./price";
export { retailPrices, type RetailOptions } from "./retail";
