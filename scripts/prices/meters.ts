import type { Priced } from "./price";
import type { RetailRow } from "./retail-rows";
import { isTokenMeter } from "./token-meters";

/** Where the price list has the price of something. */
export interface Meter {
  /** Narrows the list down, in OData; its values are case-sensitive. */
  filter: string;
  /** Whether a row of it may be the price. */
  fits: (row: RetailRow) => boolean;
}

/** The meter of what is priced. Names are those that the API's own page and users' bills show. */
export function meterOf(priced: Priced): Meter {
  const { region } = priced;
  switch (priced.kind) {
    case "machine":
      return {
        filter: and(
          eq("serviceName", "Virtual Machines"),
          eq("armRegionName", region),
          eq("armSkuName", priced.size),
          eq("priceType", "Consumption"),
        ),
        fits: isLinuxMachine,
      };
    case "dbu":
      return {
        filter: and(
          eq("serviceName", "Azure Databricks"),
          eq("armRegionName", region),
          eq("productName", "Azure Databricks"),
        ),
        // A region's Databricks has some forty meters. Photon's is spelt with another capital.
        fits: ({ skuName, meterName }) =>
          plain(skuName) === "premiumallpurposecompute" &&
          plain(meterName) === "premiumallpurposecomputedbu",
      };
    case "public-ip":
      return {
        filter: and(eq("serviceName", "Virtual Network"), eq("productName", "IP Addresses")),
        fits: ({ meterName }) => plain(meterName) === "standardipv4staticpublicip",
      };
    case "nat-gateway":
      return {
        filter: and(
          `(${eq("serviceName", "NAT Gateway")} or ${eq("serviceName", "Virtual Network")})`,
          eq("meterName", "Standard Gateway"),
        ),
        fits: ({ meterName, productName }) =>
          plain(meterName) === "standardgateway" && plain(productName).includes("natgateway"),
      };
    case "tokens":
      return {
        filter: and(
          eq("serviceName", "Foundry Models"),
          eq("productName", "Azure OpenAI"),
          // What is sold globally may be listed without a region.
          `(${["", "Global", region].map((name) => eq("armRegionName", name)).join(" or ")})`,
        ),
        fits: (row) => isTokenMeter(row, priced),
      };
  }
}

/**
 * Windows, spot machines and the classic cloud services have the size's name too. `priceType` in the
 * filter keeps out reservations, and not the rates of DevTest subscriptions.
 */
const isLinuxMachine = ({ productName, skuName, meterName }: RetailRow): boolean =>
  !/windows|cloud ?services/i.test(productName) &&
  !/spot|low priority/i.test(`${skuName} ${meterName}`);

/** A name without what its spellings differ in. */
const plain = (name: string): string => name.toLowerCase().replace(/[\s-]/g, "");

/** OData doubles a quotation mark within a text. */
const eq = (field: string, value: string): string => `${field} eq '${value.replaceAll("'", "''")}'`;
const and = (...conditions: string[]): string => conditions.join(" and ");
