import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("asked");
});
afterAll(() => cloud.stop());

const ACCOUNT = "resourceGroups/asked/providers/Microsoft.CognitiveServices/accounts/oai-asked";
const deployment = (name: string): string =>
  `resourceGroups/asked/providers/Microsoft.Resources/deployments/${name}`;
const body = (capacity: number, tags: Record<string, string> = { a: "1" }) => ({
  properties: {
    mode: "Incremental",
    template: {
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      resources: [
        {
          type: "Microsoft.CognitiveServices/accounts",
          apiVersion: "2024-10-01",
          name: "oai-asked",
          location: "East US 2",
          kind: "OpenAI",
          sku: { name: "S0" },
          tags,
          properties: {},
        },
        {
          type: "Microsoft.CognitiveServices/accounts/deployments",
          apiVersion: "2024-10-01",
          name: "oai-asked/gpt",
          dependsOn: ["oai-asked"],
          sku: { name: "Standard", capacity },
          tags: { of: "[reference('oai-asked').endpoint]" },
          properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
        },
      ],
    },
  },
});
const ask = async (capacity: number, tags?: Record<string, string>) => {
  const answer = await cloud.call("POST", `${deployment("x")}/whatIf`, body(capacity, tags));
  expect([answer.status, answer.body.status]).toEqual([200, "Succeeded"]);
  return answer.body.properties.changes as { changeType: string; delta?: unknown[] }[];
};

it("says what a deployment would make, and makes nothing; afterwards it would change nothing", async () => {
  const changes = await ask(1);
  expect(changes).toMatchObject([
    { changeType: "Create", after: { name: "oai-asked", location: "East US 2" } },
    // What is only known once the account is there stays an expression.
    {
      changeType: "Create",
      after: { name: "gpt", tags: { of: "[reference('oai-asked').endpoint]" } },
    },
  ]);
  expect((await cloud.call("GET", ACCOUNT)).status).toBe(404);
  expect((await cloud.call("GET", deployment("x"))).status).toBe(404);
  await cloud.pollUntilDone(await cloud.call("PUT", deployment("made"), body(1)));
  expect((await ask(1)).map(({ changeType }) => changeType)).toEqual(["NoChange", "NoChange"]);
});

it("says what it would change of what is there, and what it would leave", async () => {
  await cloud.call("PUT", ACCOUNT.replace("oai-asked", "oai-other"), {
    location: "eastus2",
    kind: "OpenAI",
    sku: { name: "S0" },
  });
  const [account, model, other] = await ask(3, { b: "2" });
  expect(account).toMatchObject({
    changeType: "Modify",
    delta: [
      { path: "tags.b", propertyChangeType: "Create", before: null, after: "2" },
      { path: "tags.a", propertyChangeType: "Delete", before: "1", after: null },
    ],
  });
  expect(model?.delta).toEqual([
    { path: "sku.capacity", propertyChangeType: "Modify", before: 1, after: 3 },
  ]);
  expect(other).toMatchObject({ changeType: "Ignore" });
  const whatIfSettings = { resultFormat: "ResourceIdOnly" };
  const { properties } = body(1);
  const ids = await cloud.call("POST", `${deployment("x")}/whatIf`, {
    properties: { ...properties, whatIfSettings },
  });
  expect(Object.keys(ids.body.properties.changes[0] as object)).toEqual([
    "resourceId",
    "changeType",
  ]);
});

it("is refused as the deployment would be", async () => {
  const { properties } = body(1);
  const template = { ...properties.template, resources: [{}] };
  const answer = await cloud.call("POST", `${deployment("x")}/whatIf`, {
    properties: { ...properties, template },
  });
  expect(answer.status).toBe(400);
});

it("a deployment that goes on is cancelled: what waits is not begun; one that has ended is not", async () => {
  await cloud.group("stopped");
  const path = deployment("stopped").replace("asked", "stopped");
  const { properties } = body(1);
  const template = JSON.parse(
    JSON.stringify(properties.template).replaceAll("oai-asked", "oai-stopped"),
  ) as object;
  await cloud.call("PUT", path, { properties: { ...properties, template } });
  expect((await cloud.call("POST", `${path}/cancel`)).status).toBe(204);
  expect((await cloud.call("GET", path)).body.properties.provisioningState).toBe("Canceled");
  expect(await cloud.call("POST", `${path}/cancel`)).toMatchObject({
    status: 409,
    body: { error: { code: "DeploymentCannotBeCancelled" } },
  });
});
