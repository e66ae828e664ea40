import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const LOGS = "resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs";

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
    { type: "Microsoft.OperationalInsights/workspaces", name: "logs" },
  ]);
  const path = "providers/Microsoft.OperationalInsights/workspaces";
  for (const scope of ["", "resourceGroups/logs/"])
    expect((await cloud.call("GET", `${scope}${path}`)).body.value).toEqual([again.body]);
  const keys = (await cloud.call("POST", `${LOGS}/sharedKeys`)).body;
  expect(keys.primarySharedKey).not.toBe(keys.secondarySharedKey);
  expect((await cloud.call("POST", `${LOGS}/sharedKeys`)).body).toEqual(keys);
  await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/logs"));
  expect((await cloud.call("GET", LOGS)).status).toBe(404);
});

describe("soft delete", () => {
  const logs = "resourceGroups/soft/providers/Microsoft.OperationalInsights/workspaces/logs";
  const put = (location = "eastus2") => cloud.call("PUT", logs, { location });
  const deleted = async (): Promise<{ id: string }[]> => {
    const path = "providers/Microsoft.OperationalInsights/deletedWorkspaces";
    const { value } = (await cloud.call("GET", path)).body as { value: { id: string }[] };
    return value.filter(({ id }) => id.endsWith(logs));
  };
  beforeAll(() => cloud.group("soft"));

  it("keeps a workspace for 14 days: created again it is the same one, and not in another region", async () => {
    const { customerId } = (await put()).body.properties;
    expect((await cloud.call("DELETE", logs)).status).toBe(200);
    expect(await deleted()).toHaveLength(1);
    const here = "resourceGroups/soft/providers/Microsoft.OperationalInsights/deletedWorkspaces";
    expect((await cloud.call("GET", here)).body.value).toHaveLength(1);
    expect(await put("swedencentral")).toMatchObject({
      status: 409,
      body: { error: { code: "Conflict", message: "The workspace name 'logs' is not unique." } },
    });
    expect((await put()).body.properties.customerId).toBe(customerId);
    expect(await deleted()).toEqual([]);
    await cloud.call("DELETE", logs);
    cloud.world.clock.advance(14 * 24 * 3_600_000);
    expect(await deleted()).toEqual([]);
    expect((await put("swedencentral")).status).toBe(201);
  });

  it("is skipped by force", async () => {
    expect((await cloud.call("DELETE", `${logs}?api-version=2023-09-01&force=true`)).status).toBe(
      200,
    );
    expect(await deleted()).toEqual([]);
    expect((await cloud.call("DELETE", logs)).status).toBe(204);
    expect((await put()).status).toBe(201);
  });
});

it.each(["log-windows", "my-Microsoft-logs", "login-logs", "azure"])(
  "%s is a reserved name, of any kind of workspace or account",
  async (name) => {
    await cloud.group("reserved");
    for (const [type, body] of [
      ["Microsoft.OperationalInsights/workspaces", {}],
      ["Microsoft.CognitiveServices/accounts", { kind: "OpenAI", sku: { name: "S0" } }],
      ["Microsoft.Databricks/workspaces", { properties: {} }],
    ] as const) {
      const put = await cloud.call("PUT", `resourceGroups/reserved/providers/${type}/${name}`, {
        location: "eastus2",
        ...body,
      });
      expect([put.status, put.body.error.code]).toEqual([400, "ReservedResourceName"]);
    }
  },
);
