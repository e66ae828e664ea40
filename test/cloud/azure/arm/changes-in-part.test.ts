/** PATCH: what is not named stays, and what is named is checked as in a PUT. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
  await cloud.account("g", "oai");
});
afterAll(() => cloud.stop());

const account = "resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/oai";
const deployment = `${account}/deployments/chat`;
const workspace = "resourceGroups/g/providers/Microsoft.Databricks/workspaces/dbw";
const refused = (status: number, code: string): object => ({ status, body: { error: { code } } });

describe("PATCH of an account", () => {
  it("changes tags, identity and properties alone", async () => {
    const { body: before } = await cloud.call("GET", account);
    const answer = await cloud.call("PATCH", account, {
      tags: { course: "ai" },
      identity: { type: "SystemAssigned" },
      properties: { publicNetworkAccess: "Disabled" },
    });
    expect(answer.status).toBe(202);
    expect((await cloud.pollUntilDone(answer)).at(-1)!.body.status).toBe("Succeeded");
    const { body } = await cloud.call("GET", account);
    expect(body).toEqual({
      ...before,
      etag: expect.not.stringMatching(String(before.etag)),
      tags: { course: "ai" },
      identity: {
        type: "SystemAssigned",
        principalId: expect.any(String) as string,
        tenantId: cloud.tenant.tenantId,
      },
      properties: { ...before.properties, publicNetworkAccess: "Disabled" },
    });
    const tags = await cloud.call("PATCH", account, { tags: {} });
    expect(tags).toMatchObject({ status: 200, body: { tags: {}, identity: body.identity } });
  });

  it("refuses what a PUT would refuse", async () => {
    const patch = (body: object) => cloud.call("PATCH", account, body);
    expect(await patch({ sku: { name: "Z9" } })).toMatchObject(refused(400, "InvalidSku"));
    expect(await patch({ kind: "Nope" })).toMatchObject(refused(400, "InvalidApiSetId"));
    expect(await patch({ location: "westeurope" })).toMatchObject(
      refused(409, "InvalidResourceLocation"),
    );
    expect(await patch({ tags: { a: "x".repeat(257) } })).toMatchObject(
      refused(400, "InvalidTagValueLength"),
    );
    expect(await cloud.call("PATCH", account.replace("oai", "none"), {})).toMatchObject(
      refused(404, "ResourceNotFound"),
    );
  });
});

describe("PATCH of a deployment", () => {
  it("changes its capacity and tags alone, within the quota", async () => {
    const { body: before } = await cloud.call("PUT", deployment, {
      sku: { name: "Standard", capacity: 5 },
      properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
      tags: { a: "b" },
    });
    const { status, body } = await cloud.call("PATCH", deployment, { sku: { capacity: "7" } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sku: { name: "Standard", capacity: 7 },
      tags: { a: "b" },
      properties: {
        model: before.properties.model,
        currentCapacity: 7,
        raiPolicyName: before.properties.raiPolicyName,
      },
    });
    expect(await cloud.call("PATCH", deployment, { sku: { capacity: 100_000 } })).toMatchObject(
      refused(400, "InsufficientQuota"),
    );
    expect(await cloud.call("PATCH", deployment, { properties: {} })).toMatchObject(
      refused(400, "InvalidRequestContent"),
    );
    expect(await cloud.call("PATCH", `${account}/deployments/none`, {})).toMatchObject(
      refused(404, "ResourceNotFound"),
    );
  });
});

describe("PATCH of a workspace", () => {
  it("changes its tags, as an operation", async () => {
    const managedResourceGroupId = `${cloud.sub}/resourceGroups/managed-dbw`;
    const put = { location: "eastus2", sku: { name: "premium" } };
    const properties = { managedResourceGroupId };
    await cloud.pollUntilDone(await cloud.call("PUT", workspace, { ...put, properties }));
    const { body: before } = await cloud.call("GET", workspace);
    const patched = await cloud.call("PATCH", workspace, { tags: { course: "ai" } });
    expect(patched).toMatchObject({
      status: 202,
      body: { tags: { course: "ai" }, properties: { provisioningState: "Updating" } },
    });
    expect(await cloud.call("PATCH", workspace, { tags: {} })).toMatchObject(
      refused(409, "ApplianceBeingProvisioned"),
    );
    await cloud.pollUntilDone(patched);
    expect((await cloud.call("GET", workspace)).body).toEqual({
      ...before,
      tags: { course: "ai" },
    });
    expect(await cloud.call("PATCH", workspace, { sku: { name: "trial" } })).toMatchObject(
      refused(400, "InvalidRequestContent"),
    );
  });
});

it("the regions of a subscription are listed", async () => {
  const { body } = await cloud.call("GET", "locations");
  expect(body.value).toContainEqual(
    expect.objectContaining({ name: "eastus2", displayName: "East US 2", type: "Region" }),
  );
});
