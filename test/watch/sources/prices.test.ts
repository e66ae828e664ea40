import { expect, test } from "vitest";
import { listedPrice, retailPrices, type PriceList } from "../../../scripts/prices";
import { watchPrices } from "../../../scripts/watch/sources/prices";
import { configOf } from "../../support/doctor/context";

const dated: PriceList = (priced) => Promise.resolve(listedPrice(priced));

test("the prices of what a lab pays for, with the day that they are from", async () => {
  const watched = await watchPrices(configOf(), "eastus2", dated);
  expect(watched).toHaveLength(6);
  expect(watched).toContainEqual({
    id: "price+dbu+eastus2",
    kind: "price",
    name: "price of a Databricks unit in eastus2",
    isUsed: true,
    state: "0.55 USD per DBU-hour",
    source: "dated list: a reading of 2024-01-01",
  });
});

test("a class pays for no machine, and a seat for nothing that is shared", async () => {
  const kinds = async (layout: string) => {
    const config = configOf({ layout, ...(layout === "seat" && { classStack: "c" }) });
    return (await watchPrices(config, "eastus2", dated)).map(({ id }) => id.split("+")[1]);
  };
  expect(await kinds("class")).toEqual(["public-ip", "nat-gateway", "tokens", "tokens"]);
  expect(await kinds("seat")).toEqual(["machine", "dbu"]);
});

test("a list that was not reached is unknown, with what the dated one says; no price is unknown too", async () => {
  const failing = () => Promise.reject(new Error("no network"));
  const live = retailPrices({ fetch: failing, now: 0 });
  const [ip] = await watchPrices(configOf(), "eastus2", live);
  expect(ip).toMatchObject({
    unknown: "Azure's price list did not answer: no network",
    dated: { state: "0.005 USD per hour" },
  });
  const [elsewhere] = await watchPrices(configOf(), "norwayeast", dated);
  expect(elsewhere).toMatchObject({ unknown: expect.stringContaining("no price") as string });
});
