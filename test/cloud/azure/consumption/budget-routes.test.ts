import { afterAll, beforeAll, expect, it } from "vitest";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const BUDGETS = "providers/Microsoft.Consumption/budgets";
const monthly = (startDate: string, amount = 50) => ({
  properties: {
    category: "Cost",
    amount,
    timeGrain: "Monthly",
    timePeriod: { startDate },
    notifications: {
      actual80: {
        enabled: true,
        operator: "GreaterThan",
        threshold: 80,
        contactEmails: ["teacher@school.example"],
      },
    },
  },
});

it("is created with an end ten years later, read with its spending, listed and deleted", async () => {
  const put = await cloud.call("PUT", `${BUDGETS}/lab`, monthly("2026-12-01T00:00:00Z"));
  expect(put).toMatchObject({
    status: 201,
    body: {
      id: `${cloud.sub}/${BUDGETS}/lab`,
      properties: {
        ...monthly("2026-12-01T00:00:00Z").properties,
        timePeriod: { startDate: "2026-12-01T00:00:00Z", endDate: "2036-12-01T00:00:00Z" },
        currentSpend: { amount: 0, unit: "USD" },
      },
    },
  });
  expect((await cloud.call("GET", `${BUDGETS}/lab`)).body).toEqual(put.body);
  const changed = await cloud.call("PUT", `${BUDGETS}/lab`, monthly("2026-12-01T00:00:00Z", 60));
  expect(changed.status).toBe(200);
  expect(changed.body.eTag).not.toBe(put.body.eTag);
  expect((await cloud.call("GET", BUDGETS)).body.value).toEqual([changed.body]);
  expect((await cloud.call("DELETE", `${BUDGETS}/lab`)).status).toBe(200);
  expect((await cloud.call("GET", `${BUDGETS}/lab`)).status).toBe(404);
});

it("must start with a month that is not over, when it is new", async () => {
  const refused = async (start: string): Promise<unknown> =>
    (await cloud.call("PUT", `${BUDGETS}/late`, monthly(start))).body.error?.message;
  expect(await refused("2026-10-01T00:00:00Z")).toMatch(/before the current month/);
  expect(await refused("2026-12-15T00:00:00Z")).toMatch(/first of a month/);
  expect((await cloud.call("PUT", `${BUDGETS}/late`, monthly("2026-11-01T00:00:00Z"))).status).toBe(
    201,
  );
});

it("keeps its start: another one is refused, in any other month, and the same one is accepted", async () => {
  const put = (start: string) => cloud.call("PUT", `${BUDGETS}/kept`, monthly(start));
  expect((await put("2026-12-01T00:00:00Z")).status).toBe(201);
  for (const start of ["2026-11-01T00:00:00Z", "2027-01-01T00:00:00Z"])
    expect(await put(start)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/^Start date of budgets cannot be upd/) } },
    });
  expect((await put("2026-12-01T00:00:00.000Z")).status).toBe(200);
});

it("starts at most a year ahead", async () => {
  const put = (start: string) => cloud.call("PUT", `${BUDGETS}/far`, monthly(start));
  expect((await put("2027-12-01T00:00:00Z")).body.error?.message).toMatch(/12 months ahead/);
  expect((await put("2027-11-01T00:00:00Z")).status).toBe(201);
});

it("does not exist in an offer that Cost Management does not support", async () => {
  seedTable(cloud.world, "settings", { offersWithoutBudgets: ["PayAsYouGo_2014-09-01"] });
  const put = await cloud.call("PUT", `${BUDGETS}/none`, monthly("2026-12-01T00:00:00Z"));
  seedTable(cloud.world, "settings", { offersWithoutBudgets: [] });
  expect([put.status, put.body.error.message]).toEqual([
    400,
    expect.stringContaining("of offer type PayAsYouGo_2014-09-01"),
  ]);
});

it("is deleted with the group that is its scope", async () => {
  await cloud.group("spent");
  const budget = `resourceGroups/spent/${BUDGETS}/lab`;
  expect((await cloud.call("PUT", budget, monthly("2026-12-01T00:00:00Z"))).status).toBe(201);
  await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/spent"));
  expect((await cloud.call("GET", budget)).status).toBe(404);
});

it("takes its words in any case, as az sends them, and no others", async () => {
  const { properties } = monthly("2026-12-01T00:00:00Z");
  const loose = { ...properties, amount: "10.0", category: "cost", timeGrain: "monthly" };
  const put = await cloud.call("PUT", `${BUDGETS}/loose`, { properties: loose });
  expect(put.body.properties).toMatchObject({ amount: 10, category: "Cost", timeGrain: "Monthly" });
  const other = { ...properties, timeGrain: "daily" };
  expect((await cloud.call("PUT", `${BUDGETS}/other`, { properties: other })).status).toBe(400);
});
