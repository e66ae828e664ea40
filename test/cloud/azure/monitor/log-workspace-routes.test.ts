import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const LOGS = "resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/log";

it("is created at once with its own id, keeps the id, is listed, and is deleted with its group", async () => {
  expect((await cloud.call("PUT", LOGS, { location: "eastus2" })).body.error.code).toBe(
    "ResourceGroupNotFound",
  );
  await cloud.group("logs");
  const put = await cloud.call("PUT", LOGS, {
    location: "East US 2",
    properties: { sku: { name: "PerGB2018" } },
  });
  expect(put).toMatchObject({
    status: 201,
    body: {
      id: `${cloud.sub}/${LOGS}`,
      location: "eastus2",
      properties: {
        provisioningState: "Succeeded",
        sku: { name: "PerGB2018" },
        retentionInDays: 30,
      },
    },
  });
  expect(put.body.properties.customerId).toMatch(/^[0-9a-f-]{36}$/);
  const again = await cloud.call("PUT", LOGS, {
    location: "eastus2",
    properties: { retentionInDays: 60 },
  });
  expect(again.body.properties).toMatchObject({
    customerId: put.body.properties.customerId,
    retentionInDays: 60,
  });
  expect((await cloud.call("GET", LOGS)).body).toEqual(again.body);
  expect((await cloud.call("GET", "resourceGroups/logs/resources")).body.value).toMatchObject([
    { type: "Microsoft.OperationalInsights/workspaces", name: "log" },
  ]);
  await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/logs"));
  expect((await cloud.call("GET", LOGS)).status).toBe(404);
});
