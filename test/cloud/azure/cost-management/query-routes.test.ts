import { afterAll, beforeAll, expect, it } from "vitest";
import { billedRows, billingQuestion } from "../../../../scripts/class/billed";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const QUERY = "providers/Microsoft.CostManagement/query";
const ask = (body: object) => cloud.call("POST", QUERY, body);

it("answers the columns that were asked for, and no row: nothing is billed here", async () => {
  const { status, body } = await ask(billingQuestion(["rg-lab"], "2026-11-01", "2026-11-29"));
  expect(status).toBe(200);
  const { properties } = body as { properties: { columns: { name: string }[] } };
  const names = properties.columns.map(({ name }) => name);
  expect(names).toEqual(["Cost", "ResourceGroupName", "TagKey", "TagValue", "Currency"]);
  expect(billedRows(properties)).toEqual([]);
});

it("refuses what it does not know, and an offer without Cost Management", async () => {
  expect((await ask({ type: "Forecast" })).status).toBe(400);
  const question = billingQuestion(["rg-lab"], "2026-11-01", "2026-11-29");
  expect((await ask({ ...question, timePeriod: undefined })).status).toBe(400);
  const offer = "PayAsYouGo_2014-09-01";
  seedTable(cloud.world, "settings", { offersWithoutBudgets: [offer] });
  const refused = await ask(question);
  expect(refused.status).toBe(400);
  expect(refused.body.error.message).toContain("Cost Management supports only");
});
