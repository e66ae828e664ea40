import { expect, test } from "vitest";
import { parseConfig } from "../../infra/config";
import { costSoFar } from "../../scripts/class/cost-so-far";
import { readPrices } from "../../scripts/class/plan";
import { listedPrice, type PriceList } from "../../scripts/prices";

const listed: PriceList = (priced) => Promise.resolve(listedPrice(priced));
const config = parseConfig({}, "rai-lab", "spring-ada");
const region = "eastus2";

test("a seat costs its cluster's hours, and what owns a workspace also its own", async () => {
  const prices = await readPrices(listed, region, config);
  const of = (ownsWorkspace: boolean, age: number, worked: number) =>
    costSoFar({ config, region, ownsWorkspace, prices }, { age, worked })!;
  // Facts: 0.226 a machine, 0.55 a DBU, 0.045 a gateway and 0.005 an address, an hour each.
  expect(of(false, 10, 2).amount).toBe(1.55);
  expect(of(true, 10, 2).amount).toBe(2.05);
  expect(of(true, 10, 0).amount).toBe(0.5);
  expect(of(true, 0, 0).amount).toBe(0);
  expect(of(true, 10, 2).basis).toContain("without tokens");
});

test("one unknown price makes the whole unknown", async () => {
  const none: PriceList = () => Promise.resolve({ unknown: "no list" });
  const prices = await readPrices(none, region, config);
  expect(
    costSoFar({ config, region, ownsWorkspace: true, prices }, { age: 1, worked: 1 }),
  ).toBeNull();
});
