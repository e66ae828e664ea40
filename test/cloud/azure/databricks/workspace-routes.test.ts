import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
});
afterAll(() => cloud.stop());

const at = (name: string): string =>
  `resourceGroups/g/providers/Microsoft.Databricks/workspaces/${name}`;
const managed = (name: string): string => `${cloud.sub}/resourceGroups/managed-${name}`;
const put = (
  name: string,
  properties: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
): Promise<Answer> =>
  cloud.call("PUT", at(name), {
    location: "eastus2",
    sku: { name: "premium" },
    properties: { managedResourceGroupId: managed(name), ...properties },
    ...rest,
  });
const make = async (name: string): Promise<void> => {
  await cloud.pollUntilDone(await put(name));
};
const refused = (status: number, code: string): object => ({ status, body: { error: { code } } });

describe("a Databricks workspace", () => {
  it("answers 201 Accepted, polls 202 then 200 under its group, and shows its address only at the end", async () => {
    const first = await put(
      "dbw1",
      { parameters: { enableNoPublicIp: { value: false } } },
      { tags: { a: "b" } },
    );
    expect(first).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: "Accepted", computeMode: "Hybrid" } },
    });
    for (const late of ["workspaceId", "workspaceUrl", "parameters"])
      expect(first.body.properties).not.toHaveProperty(late);
    expect(first.headers.get("azure-asyncoperation")).toContain(
      "/resourceGroups/g/providers/Microsoft.Databricks/locations/eastus2/operationStatuses/",
    );
    const polls = await cloud.pollUntilDone(first);
    expect(polls.map((poll) => `${poll.status} ${String(poll.body.status)}`)).toEqual([
      "202 Accepted",
      "202 Accepted",
      "202 Accepted",
      "200 Succeeded",
    ]);
    const { body } = await cloud.call("GET", at("DBW1"));
    expect(body).toMatchObject({
      id: `${cloud.sub}/${at("dbw1")}`,
      sku: { name: "premium" },
      tags: { a: "b" },
      properties: {
        provisioningState: "Succeeded",
        workspaceId: expect.stringMatching(/^[1-9]\d{14}$/),
        workspaceUrl: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        managedResourceGroupId: managed("dbw1"),
        isUcEnabled: true,
        parameters: {
          enableNoPublicIp: { type: "Bool", value: false },
          prepareEncryption: { type: "Bool", value: false },
          storageAccountSkuName: { type: "String", value: "Standard_GRS" },
        },
        createdBy: { applicationId: cloud.tenant.clientId },
      },
    });
    expect((await fetch(`https://${String(body.properties.workspaceUrl)}/`)).status).toBe(501);
  });

  it("owns its managed group: others may read but not change it", async () => {
    await make("dbw2");
    expect((await cloud.call("GET", managed("dbw2"))).body.managedBy).toBe(
      `${cloud.sub}/${at("dbw2")}`,
    );
    for (const method of ["DELETE", "PUT"]) {
      const body = method === "PUT" ? { location: "eastus2" } : undefined;
      expect(await cloud.call(method, managed("dbw2"), body)).toMatchObject(
        refused(403, "DenyAssignmentAuthorizationFailed"),
      );
    }
    const inside = `${managed("dbw2")}/providers/Microsoft.CognitiveServices/accounts/oai-a`;
    const account = { kind: "OpenAI", location: "eastus2", sku: { name: "S0" } };
    expect(await cloud.call("PUT", inside, account)).toMatchObject(
      refused(403, "DenyAssignmentAuthorizationFailed"),
    );
  });

  it("ends Failed when its managed group exists already, and is provisioned by a PUT after that group is gone", async () => {
    await cloud.group("managed-dbw3");
    const polls = await cloud.pollUntilDone(await put("dbw3"));
    expect(polls.at(-1)).toMatchObject({
      status: 200,
      body: {
        status: "Failed",
        error: {
          code: "ApplianceProvisioningFailed",
          message: expect.stringContaining("already exists"),
        },
      },
    });
    const failed = (await cloud.call("GET", at("dbw3"))).body.properties;
    expect(failed).toMatchObject({ provisioningState: "Failed" });
    expect(failed).not.toHaveProperty("workspaceUrl");

    await cloud.pollUntilDone(await cloud.call("DELETE", managed("dbw3")));
    const again = await put("dbw3");
    expect(again).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: "Accepted" } },
    });
    await cloud.pollUntilDone(again);
    expect((await cloud.call("GET", at("dbw3"))).body.properties.provisioningState).toBe(
      "Succeeded",
    );
  });

  it("that failed does not delete the existing group when it is deleted", async () => {
    await cloud.group("managed-w6");
    await cloud.pollUntilDone(await put("dbw6"));
    await cloud.pollUntilDone(await cloud.call("DELETE", at("dbw6")));
    expect((await cloud.call("GET", at("dbw6"))).status).toBe(404);
    expect((await cloud.call("GET", managed("dbw6"))).status).toBe(200);
  });

  it("can be changed in tags and SKU, not in place, mode, managed group or public addresses", async () => {
    await make("dbw4");
    const changed = await put("dbw4", {}, { tags: { x: "y" } });
    expect((await cloud.call("GET", managed("dbw4"))).body.tags).toEqual({ x: "y" });
    expect(changed).toMatchObject({
      status: 201,
      body: { tags: { x: "y" }, properties: { provisioningState: "Updating" } },
    });
    expect(await put("dbw4")).toMatchObject({ status: 409 });
    await cloud.pollUntilDone(changed);
    expect((await cloud.call("GET", at("dbw4"))).body.properties.provisioningState).toBe(
      "Succeeded",
    );
    expect(await put("dbw4", {}, { location: "westus3" })).toMatchObject(
      refused(409, "InvalidResourceLocation"),
    );
    expect(await put("dbw4", { managedResourceGroupId: managed("z") })).toMatchObject(
      refused(400, "ApplianceManagedResourceGroupMismatch"),
    );
    const serverless = { computeMode: "Serverless", managedResourceGroupId: undefined };
    expect(await put("dbw4", serverless)).toMatchObject(refused(400, "InvalidResourceProperties"));
    const shown = { parameters: { enableNoPublicIp: { value: false } } };
    expect(await put("dbw4", shown)).toMatchObject(refused(400, "InvalidResourceProperties"));
  });

  it("is refused for a wrong SKU, for no managed group, for settings that serverless forbids", async () => {
    expect(await put("bad", {}, { sku: { name: "gold" } })).toMatchObject(
      refused(400, "InvalidDatabricksSku"),
    );
    expect(await put("bad", { managedResourceGroupId: undefined })).toMatchObject(
      refused(400, "InvalidResourceProperties"),
    );
    const serverless = {
      computeMode: "Serverless",
      managedResourceGroupId: undefined,
      parameters: { a: { value: 1 } },
    };
    const answer = await put("bad", serverless);
    expect(answer).toMatchObject(refused(400, "FeatureNotSupportedForServerlessWorkspace"));
    expect(answer.body.error.message).toBe(
      "The property 'Parameters' is not supported for Serverless Workspace",
    );
    expect(await cloud.call("GET", at("bad"))).toMatchObject(refused(404, "ResourceNotFound"));
  });

  it("may be serverless: then it has no managed group", async () => {
    await cloud.pollUntilDone(
      await put("dbw7", { computeMode: "Serverless", managedResourceGroupId: undefined }),
    );
    const { properties } = (await cloud.call("GET", at("dbw7"))).body;
    expect(properties).toMatchObject({ computeMode: "Serverless", provisioningState: "Succeeded" });
    expect(properties).not.toHaveProperty("managedResourceGroupId");
  });

  it("without Unity Catalog is deleted with its managed group and its host", async () => {
    seedTable(cloud.world, "settings", { unityCatalog: false });
    await make("dbw5");
    const { workspaceUrl } = (await cloud.call("GET", at("dbw5"))).body.properties;
    const deletion = await cloud.call("DELETE", at("dbw5"));
    expect(deletion.status).toBe(202);
    expect((await cloud.call("GET", at("dbw5"))).body.properties.provisioningState).toBe(
      "Deleting",
    );
    expect((await cloud.pollUntilDone(deletion)).map((poll) => poll.status)).toEqual([
      // The read above was the first poll.
      202, 202, 200,
    ]);
    expect((await cloud.call("GET", at("dbw5"))).status).toBe(404);
    expect((await cloud.call("GET", managed("dbw5"))).status).toBe(404);
    expect((await cloud.call("DELETE", at("dbw5"))).status).toBe(204);
    await expect(fetch(`https://${String(workspaceUrl)}/`)).rejects.toThrow("fetch failed");
    seedTable(cloud.world, "settings", { unityCatalog: true });
  });

  it("with Unity Catalog data leaves its managed group behind as an ordinary one, unless forced", async () => {
    for (const [name, query, left] of [
      ["uc1", "", 200],
      ["uc2", "&forceDeletion=true", 404],
    ] as const) {
      await make(name);
      await cloud.pollUntilDone(
        await cloud.call("DELETE", `${at(name)}?api-version=2026-01-01${query}`),
      );
      expect((await cloud.call("GET", managed(name))).status).toBe(left);
    }
    const left = (await cloud.call("GET", managed("uc1"))).body;
    expect(left).not.toHaveProperty("managedBy");
    expect((await cloud.call("DELETE", managed("uc1"))).status).toBe(202);
  });

  it("is listed in its group and in the subscription", async () => {
    const one = expect.objectContaining({ name: "dbw1" }) as unknown;
    const inGroup = await cloud.call(
      "GET",
      "resourceGroups/g/providers/Microsoft.Databricks/workspaces",
    );
    const all = await cloud.call("GET", "providers/Microsoft.Databricks/workspaces");
    expect(inGroup.body.value).toContainEqual(one);
    expect(all.body.value).toContainEqual(one);
  });
});
