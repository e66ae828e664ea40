export { dbusPerHour, listedPrice } from "./listed";
export {
  isPrice,
  pricedText,
  type NoPrice,
  type Price,
  type Priced,
  type PriceList,
} from "./price";
export { retailPrices } from "./retail";
