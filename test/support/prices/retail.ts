/**
 * A stand-in of Azure's Retail Prices API. Its rows are our own, in the form that the API's page
 * documents; the prices in them are made up, apart from those that a test names.
 */

export type Row = Record<string, unknown>;

/** A row with the members of the documented sample, which `own` replaces. */
export const row = (own: Row): Row => ({
  currencyCode: "USD",
  tierMinimumUnits: 0,
  retailPrice: 1,
  unitPrice: 1,
  armRegionName: "eastus2",
  location: "US East 2",
  effectiveStartDate: "2021-11-01T00:00:00Z",
  meterId: `meter of ${JSON.stringify(own)}`,
  meterName: "",
  productId: "DZH318Z0BPS6",
  skuId: "DZH318Z0BPS6/0001",
  productName: "",
  skuName: "",
  serviceName: "",
  serviceId: "DZH313Z7MMC8",
  serviceFamily: "Compute",
  unitOfMeasure: "1 Hour",
  type: "Consumption",
  isPrimaryMeterRegion: true,
  armSkuName: "",
  ...own,
});

/** Rows of one virtual machine: the right one, and everything else that has the size's name. */
export const MACHINE = row({
  serviceName: "Virtual Machines",
  productName: "Virtual Machines Ddsv5 Series",
  skuName: "D4ds v5",
  meterName: "D4ds v5",
  armSkuName: "Standard_D4ds_v5",
  retailPrice: 0.226,
});
const machine = (own: Row): Row => row({ ...MACHINE, meterId: JSON.stringify(own), ...own });
export const MACHINE_TRAPS = [
  machine({ productName: "Virtual Machines Ddsv5 Series Windows", retailPrice: 0.41 }),
  machine({ productName: "Ddsv5 Series CloudServices", retailPrice: 0.3 }),
  machine({ productName: "Ddsv5 Series Cloud Services", retailPrice: 0.31 }),
  machine({ skuName: "D4ds v5 Spot", meterName: "D4ds v5 Spot", retailPrice: 0.04 }),
  machine({
    skuName: "D4ds v5 Low Priority",
    meterName: "D4ds v5 Low Priority",
    retailPrice: 0.05,
  }),
  // DevTest rows share the meter.
  machine({ meterId: MACHINE["meterId"], type: "DevTestConsumption", retailPrice: 0.2 }),
  machine({ type: "Reservation", retailPrice: 1200, reservationTerm: "1 Year" }),
  machine({ currencyCode: "EUR", retailPrice: 0.2 }),
  // Dates: an older price, and one that does not hold yet.
  machine({
    meterId: MACHINE["meterId"],
    effectiveStartDate: "2020-01-01T00:00:00Z",
    retailPrice: 0.5,
  }),
  machine({
    meterId: MACHINE["meterId"],
    effectiveStartDate: "2099-01-01T00:00:00Z",
    retailPrice: 0.9,
  }),
  machine({ armSkuName: "Standard_D8ds_v5", retailPrice: 0.452 }),
  machine({ armRegionName: "swedencentral", retailPrice: 0.27 }),
];

const databricks = (own: Row): Row =>
  row({ serviceName: "Azure Databricks", productName: "Azure Databricks", ...own });
export const DBU = databricks({
  skuName: "Premium All-purpose Compute",
  meterName: "Premium All-purpose Compute DBU",
  retailPrice: 0.55,
});
const DBU_TRAPS = [
  databricks({
    skuName: "Premium All-Purpose Photon",
    meterName: "Premium All-Purpose Photon DBU",
    retailPrice: 0.56,
  }),
  databricks({
    skuName: "Free Trial All-purpose Compute",
    meterName: "Free Trial All-purpose Compute DBU",
    retailPrice: 0,
  }),
  databricks({
    skuName: "Premium Jobs Compute",
    meterName: "Premium Jobs Compute DBU",
    retailPrice: 0.3,
  }),
  databricks({
    skuName: "Standard All-purpose Compute",
    meterName: "Standard All-purpose Compute DBU",
    retailPrice: 0.4,
  }),
  databricks({
    productName: "Azure Databricks Regional",
    skuName: "Premium All-purpose Compute",
    meterName: "Premium All-purpose Compute DBU",
    retailPrice: 0.95,
  }),
  databricks({ skuName: "100,000 DBCUs", armRegionName: "Global", retailPrice: 90000 }),
];

export const ADDRESS = row({
  serviceName: "Virtual Network",
  productName: "IP Addresses",
  skuName: "Standard",
  meterName: "Standard IPv4 Static Public IP",
  retailPrice: 0.005,
  armRegionName: "",
});
export const GATEWAY = row({
  serviceName: "NAT Gateway",
  productName: "NAT Gateway",
  skuName: "Standard",
  meterName: "Standard Gateway",
  retailPrice: 0.045,
});

const tokenRow = (meterName: string, retailPrice: number, own: Row = {}): Row =>
  row({
    serviceName: "Foundry Models",
    productName: "Azure OpenAI",
    skuName: meterName.replace(/ Tokens$/, ""),
    meterName,
    retailPrice,
    unitOfMeasure: "1K",
    ...own,
  });
/** Token meters with the irregular names that users report. */
const TOKENS = [
  tokenRow("gpt 4o 1120 Inp regnl Tokens", 0.00275),
  tokenRow("gpt 4o 1120 Outp regnl Tokens", 0.011),
  tokenRow("gpt 4o 1120 Inp glbl Tokens", 0.0025, { armRegionName: "Global" }),
  tokenRow("gpt 4o 1120 Inp Data Zone Tokens", 0.00276),
  tokenRow("gpt 4o 1120 cached Inp regnl Tokens", 0.001375),
  tokenRow("gpt 4o 1120 Batch Inp regnl Tokens", 0.0014),
  tokenRow("gpt 4o 0513 Inp regnl Tokens", 0.0055),
  tokenRow("gpt-4o-mini-0718-Inp-glbl Tokens", 0.00015),
  tokenRow("GPT 5 Inpt DZone 1M Tokens", 1.375, { unitOfMeasure: "1M" }),
  tokenRow("GPT 5 Inpt glbl 1M Tokens", 1.25, { unitOfMeasure: "1M" }),
  tokenRow("GPT 5 cchd Inpt glbl 1M Tokens", 0.125, { unitOfMeasure: "1M" }),
  tokenRow("6-sol ShortCo Inp Std Gl", 2, { unitOfMeasure: "1M" }),
];

/** Everything at once, in the order that is most misleading. */
export const ALL_ROWS = [...MACHINE_TRAPS, MACHINE, ...DBU_TRAPS, DBU, ADDRESS, GATEWAY, ...TOKENS];

/** A price list that answers a filter of `eq`, `and` and `or` by pages; it notes every request. */
export function priceList(
  rows: readonly Row[],
  pageSize = 2,
): { fetch: typeof fetch; asked: URL[] } {
  const asked: URL[] = [];
  const answer = (input: string | URL | Request): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push(url);
    const found = rows.filter((one) => holds(url.searchParams.get("$filter") ?? "", one));
    const skip = Number(url.searchParams.get("$skip") ?? 0);
    const next = new URL(url);
    next.searchParams.set("$skip", String(skip + pageSize));
    return Promise.resolve(
      Response.json({
        BillingCurrency: "USD",
        CustomerEntityType: "Retail",
        Items: found.slice(skip, skip + pageSize),
        NextPageLink: skip + pageSize < found.length ? next.href : null,
        Count: Math.min(pageSize, Math.max(0, found.length - skip)),
      }),
    );
  };
  return { fetch: answer, asked };
}

/** Case-sensitive, as the API is. `priceType` is the filter's name of `type`. */
function holds(filter: string, one: Row): boolean {
  const comparison = /(\w+) eq '((?:[^']|'')*)'/g;
  const code = filter.replace(comparison, (_, field: string, value: string) => {
    const member = field === "priceType" ? "type" : field;
    return String(one[member] === value.replaceAll("''", "'"));
  });
  return anyOf(code.replace(/\(([^()]*)\)/g, (_, inner: string) => String(anyOf(inner))));
}

const anyOf = (code: string): boolean =>
  code.split(" or ").some((part) => part.split(" and ").every((word) => word.trim() === "true"));
