import { z } from "zod";

/** One row of Azure's price list, with the members that are read here. */
export type RetailRow = z.output<typeof retailRow>;

const retailRow = z.object({
  currencyCode: z.string(),
  /** From how many units in a month the price holds. */
  tierMinimumUnits: z.number(),
  retailPrice: z.number().min(0),
  /** Empty or `Global` for what has one price everywhere. */
  armRegionName: z.string().nullish(),
  effectiveStartDate: z.string(),
  meterId: z.string(),
  meterName: z.string(),
  productName: z.string(),
  skuName: z.string(),
  serviceName: z.string(),
  /** `1 Hour`, `1K`, `1M`: per meter, so it is read and never assumed. */
  unitOfMeasure: z.string(),
  /** `Consumption`, `DevTestConsumption`, `Reservation`. */
  type: z.string(),
  armSkuName: z.string().nullish(),
});

const retailPage = z.object({
  Items: z.array(z.unknown()),
  NextPageLink: z.string().nullish(),
});

const ENDPOINT = "https://prices.azure.com/api/retail/prices";
/** From this version on, the values of a filter are case-sensitive. */
const API_VERSION = "2023-01-01-preview";
/** A page has up to 1,000 rows; the longest list asked for here, a region's sizes, has a few pages. */
const MAX_PAGES = 20;
const TIMEOUT_MS = 15_000;

/**
 * All rows of the Retail Prices API for an OData filter, in US dollars. It needs no sign-in.
 * https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 * @throws Error when it is not reached, or answers with anything but pages of rows
 */
export async function retailRows(filter: string, fetcher: typeof fetch): Promise<RetailRow[]> {
  const rows: RetailRow[] = [];
  const query = `api-version=${API_VERSION}&currencyCode='USD'&$filter=${encodeURIComponent(filter)}`;
  let url: string | undefined = `${ENDPOINT}?${query}`;
  for (let page = 0; url !== undefined; page++) {
    if (page === MAX_PAGES) throw new Error(`the price list has more than ${MAX_PAGES} pages`);
    const answer: Response = await fetcher(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`the price list answered HTTP ${answer.status}`);
    const body = retailPage.parse(await answer.json());
    // A row of another form is no price of ours: a reservation, or a kind that is new.
    rows.push(...body.Items.flatMap((item) => retailRow.safeParse(item).data ?? []));
    url = nextPage(body.NextPageLink);
  }
  return rows;
}

/** The next page, on the price list's own host alone. */
function nextPage(link: string | null | undefined): string | undefined {
  if (link === undefined || link === null || link === "") return undefined;
  if (new URL(link).host !== new URL(ENDPOINT).host)
    throw new Error("the price list continues on another host");
  return link;
}
