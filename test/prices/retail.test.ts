import fc from "fast-check";
import { expect, test } from "vitest";
import { isPrice, retailPrices, type Priced } from "../../scripts/prices";
import {
  ADDRESS,
  ALL_ROWS,
  DBU,
  GATEWAY,
  MACHINE,
  MACHINE_TRAPS,
  priceList,
  row,
  type Row,
} from "../support/prices/retail";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const region = "eastus2";
const machine: Priced = { kind: "machine", region, size: "Standard_D4ds_v5" };
const tokens = (model: string, version: string, sku: string): Priced => ({
  ...{ kind: "tokens", region, model, version, sku, direction: "input" },
});

const ask = (priced: Priced, rows: readonly Row[] = ALL_ROWS, pageSize?: number) =>
  retailPrices({ fetch: priceList(rows, pageSize).fetch, now: NOW })(priced);

test.each([
  [machine, 0.226, "hour"],
  [{ kind: "dbu", region } as const, 0.55, "DBU-hour"],
  [{ kind: "public-ip", region } as const, 0.005, "hour"],
  [{ kind: "nat-gateway", region } as const, 0.045, "hour"],
  [tokens("gpt-4o", "2024-11-20", "Standard"), 2.75, "million tokens"],
  [tokens("gpt-4o", "2024-11-20", "GlobalStandard"), 2.5, "million tokens"],
  [tokens("gpt-4o", "2024-11-20", "DataZoneStandard"), 2.76, "million tokens"],
  [tokens("gpt-4o-mini", "2024-07-18", "GlobalStandard"), 0.15, "million tokens"],
  [tokens("gpt-5", "2025-08-07", "GlobalStandard"), 1.25, "million tokens"],
])("finds the one price of %o among everything that resembles it", async (priced, amount, unit) => {
  const price = await ask(priced);
  if (!isPrice(price)) throw new Error(price.unknown);
  expect(price.amount).toBeCloseTo(amount, 10);
  expect(price).toMatchObject({ unit, basis: expect.stringContaining("read 2026-11-29") });
});

test("neither the order of the rows nor the size of the pages changes a price", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(ALL_ROWS, { minLength: ALL_ROWS.length }),
      fc.integer({ min: 1, max: 50 }),
      async (rows, pageSize) => {
        expect(await ask(machine, rows, pageSize)).toMatchObject({ amount: 0.226 });
      },
    ),
    { numRuns: 50 },
  );
});

test("no subset of the traps is taken for the machine", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(MACHINE_TRAPS), async (traps) => {
      const price = await ask(
        machine,
        traps.filter((trap) => trap["meterId"] !== MACHINE["meterId"]),
      );
      expect(isPrice(price)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test("two meters that fit make the price unknown", async () => {
  const twice = [MACHINE, row({ ...MACHINE, meterId: "another", retailPrice: 0.3 })];
  expect(await ask(machine, twice)).toEqual({
    unknown: "Standard_D4ds_v5 in eastus2: 2 meters of the price list fit",
  });
});

test("one meter that is listed twice is one", async () => {
  expect(await ask(machine, [MACHINE, MACHINE])).toMatchObject({ amount: 0.226 });
});

test("a price of zero is a placeholder, or a free tier before the paid one", async () => {
  const free = { ...MACHINE, retailPrice: 0 };
  expect(await ask(machine, [free])).toMatchObject({ unknown: expect.stringContaining("0") });
  const tiers = [free, { ...MACHINE, tierMinimumUnits: 100 }];
  expect(await ask(machine, tiers)).toMatchObject({ amount: 0.226 });
});

test("a model whose meters have other words has no price", async () => {
  expect(await ask(tokens("gpt-6-sol", "2026-09-22", "GlobalStandard"))).toEqual({
    unknown: expect.stringContaining("no such meter"),
  });
});

test("a unit that is not known makes the price unknown", async () => {
  const hundred = [{ ...MACHINE, unitOfMeasure: "100 Hours" }];
  expect(await ask(machine, hundred)).toMatchObject({
    unknown: expect.stringContaining("100 Hours"),
  });
});

test("each part of the list is asked for once, without a credential", async () => {
  const list = priceList(ALL_ROWS, 1000);
  const priceOf = retailPrices({ fetch: list.fetch, now: NOW });
  await Promise.all([priceOf(machine), priceOf(machine), priceOf({ kind: "dbu", region })]);
  await priceOf(machine);
  expect(list.asked.map(({ origin }) => origin)).toEqual(Array(2).fill("https://prices.azure.com"));
  const [first] = list.asked;
  expect(first?.searchParams.get("currencyCode")).toBe("'USD'");
  expect(first?.searchParams.get("api-version")).toBe("2023-01-01-preview");
});

test.each([
  ["no network", () => Promise.reject(new Error("getaddrinfo ENOTFOUND prices.azure.com"))],
  ["a proxy's page", () => Promise.resolve(new Response("<html>", { status: 200 }))],
  ["HTTP 429", () => Promise.resolve(new Response("", { status: 429 }))],
  ["another document", () => Promise.resolve(Response.json({ value: [] }))],
  [
    "a next page on another host",
    () => Promise.resolve(Response.json({ Items: [], NextPageLink: "https://example.edu/x" })),
  ],
  [
    "pages without an end",
    (url: string) => Promise.resolve(Response.json({ Items: [], NextPageLink: url })),
  ],
])("%s: the dated list answers, and says why", async (_, answer) => {
  const priceOf = retailPrices({ fetch: answer as typeof fetch, now: NOW });
  const basis = expect.stringMatching(/^dated list: .*price list did not answer/);
  expect(await priceOf(machine)).toMatchObject({
    amount: 0.226,
    unit: "hour",
    basis,
    unreached: expect.any(String),
  });
  expect(await priceOf({ ...machine, region: "swedencentral" })).toEqual({
    unknown: expect.stringContaining("the dated list has no price of Standard_D4ds_v5"),
  });
});

test("rows of another form are left out", async () => {
  const broken = [null, 7, { ...MACHINE, retailPrice: "0.1" }, { meterId: "x" }] as Row[];
  const answer = { Items: [...broken, MACHINE, DBU, ADDRESS, GATEWAY], NextPageLink: "" };
  const fetcher = (() => Promise.resolve(Response.json(answer))) as typeof fetch;
  const priceOf = retailPrices({ fetch: fetcher, now: NOW });
  // The stand-in ignores the filter here, so that the size is told by the rows alone.
  expect(await priceOf({ kind: "dbu", region })).toMatchObject({ amount: 0.55 });
});
