import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
const GROUP = "resourceGroups/watched";
const LOGS = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs-log`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/oai-a`;
const setting = (of: string, name = "lab"): string =>
  `${of}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
const sink = (change: object = {}) => ({
  properties: {
    workspaceId: `${cloud.sub}/${LOGS}`,
    logs: [{ categoryGroup: "allLogs", enabled: true }],
    ...change,
  },
});

beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("watched");
  await cloud.pollUntilDone(await cloud.account("watched", "oai-a"));
  await cloud.call("PUT", LOGS, { location: "eastus2" });
});
afterAll(() => cloud.stop());

it("answers 200 also when it is new, is read as sent, and is deleted", async () => {
  const body = sink({ metrics: [{ category: "AllMetrics", enabled: true }] });
  const put = await cloud.call("PUT", setting(ACCOUNT), body);
  expect(put).toMatchObject({
    status: 200,
    body: { id: `${cloud.sub}/${setting(ACCOUNT)}`, ...body },
  });
  expect((await cloud.call("GET", setting(ACCOUNT))).body).toEqual(put.body);
  const list = setting(ACCOUNT, "").replace(/\/$/, "");
  expect((await cloud.call("GET", list)).body).toEqual({ value: [put.body] });
  expect((await cloud.call("PUT", setting(ACCOUNT), body)).status).toBe(200);
  expect(await cloud.call("PUT", setting(ACCOUNT, "second"), body)).toMatchObject({
    status: 409,
    body: { error: { code: "Conflict" } },
  });
  expect((await cloud.call("DELETE", setting(ACCOUNT))).status).toBe(200);
  expect((await cloud.call("DELETE", setting(ACCOUNT))).status).toBe(204);
  expect((await cloud.call("GET", setting(ACCOUNT))).status).toBe(404);
});

it("has categories to choose from, by the type of resource", async () => {
  const list = (of: string) =>
    cloud.call("GET", `${of}/providers/Microsoft.Insights/diagnosticSettingsCategories`);
  const { value } = (await list(ACCOUNT)).body as {
    value: { name: string; properties: object }[];
  };
  expect(value.find(({ name }) => name === "Audit")?.properties).toEqual({
    categoryType: "Logs",
    categoryGroups: ["allLogs", "audit"],
  });
  expect(value.at(-1)?.properties).toMatchObject({ categoryType: "Metrics" });
  expect((await list(`${ACCOUNT}x`)).body.error.code).toBe("ResourceNotFound");
});

it("needs a resource and a sink", async () => {
  const missing = { status: 404, body: { error: { code: "ResourceNotFound" } } };
  expect(await cloud.call("PUT", setting(`${ACCOUNT}x`), sink())).toMatchObject(missing);
  expect(await cloud.call("PUT", setting(ACCOUNT), sink({ workspaceId: "/gone" }))).toMatchObject(
    missing,
  );
  expect((await cloud.call("PUT", setting(ACCOUNT), sink({ workspaceId: undefined }))).status).toBe(
    400,
  );
});

it("cannot have metrics of Databricks", async () => {
  const workspace = `${GROUP}/providers/Microsoft.Databricks/workspaces/dbw-w`;
  await cloud.pollUntilDone(
    await cloud.call("PUT", workspace, {
      location: "eastus2",
      sku: { name: "premium" },
      properties: { managedResourceGroupId: `${cloud.sub}/resourceGroups/managed` },
    }),
  );
  expect(
    (await cloud.call("PUT", setting(workspace), sink({ metrics: [{ enabled: true }] }))).status,
  ).toBe(400);
  expect((await cloud.call("PUT", setting(workspace), sink())).status).toBe(200);
});
