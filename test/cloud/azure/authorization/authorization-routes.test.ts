import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const refused = (status: number, code: string): object => ({ status, body: { error: { code } } });

describe("permissions", () => {
  it("are those of the caller's roles at the scope: the owner's include the purge", async () => {
    const { body } = await cloud.call(
      "GET",
      "providers/Microsoft.Authorization/permissions?api-version=2022-04-01",
    );
    expect(body.value).toEqual([
      { actions: ["*"], notActions: [], dataActions: [], notDataActions: [] },
    ]);
  });
});

describe("locks", () => {
  it("protect a group and its resources from deletion until they are removed", async () => {
    await cloud.group("locked");
    await cloud.account("locked", "oai-a");
    const account = "resourceGroups/locked/providers/Microsoft.CognitiveServices/accounts/oai-a";
    const lock = `${account}/providers/Microsoft.Authorization/locks/keep`;
    const put = await cloud.call("PUT", lock, {
      properties: { level: "CanNotDelete", notes: "a class is on" },
    });
    expect(put).toMatchObject({
      status: 201,
      body: { id: `${cloud.sub}/${lock}`, properties: { level: "CanNotDelete" } },
    });
    expect((await cloud.call("GET", lock)).body).toEqual(put.body);
    const inGroup = await cloud.call(
      "GET",
      "resourceGroups/locked/providers/Microsoft.Authorization/locks",
    );
    expect(inGroup.body.value).toEqual([put.body]);

    expect(await cloud.call("DELETE", account)).toMatchObject(refused(409, "ScopeLocked"));
    expect(await cloud.call("DELETE", "resourceGroups/locked")).toMatchObject(
      refused(409, "ScopeLocked"),
    );
    expect((await cloud.call("PATCH", "resourceGroups/locked", { tags: { a: "b" } })).status).toBe(
      200,
    );

    expect((await cloud.call("DELETE", lock)).status).toBe(200);
    expect((await cloud.call("DELETE", lock)).status).toBe(204);
    expect(await cloud.call("GET", lock)).toMatchObject(refused(404, "LockNotFound"));
    expect((await cloud.call("DELETE", account)).status).toBe(200);
  });

  it("that are ReadOnly also forbid changes and the listing of keys", async () => {
    await cloud.group("frozen");
    await cloud.account("frozen", "oai-a");
    const lock = "resourceGroups/frozen/providers/Microsoft.Authorization/locks/ice";
    await cloud.call("PUT", lock, { properties: { level: "ReadOnly" } });
    const account = "resourceGroups/frozen/providers/Microsoft.CognitiveServices/accounts/oai-a";
    expect(await cloud.call("PUT", "resourceGroups/frozen", { location: "eastus2" })).toMatchObject(
      refused(409, "ScopeLocked"),
    );
    expect(await cloud.call("POST", `${account}/listKeys`)).toMatchObject(
      refused(409, "ScopeLocked"),
    );
    expect((await cloud.call("GET", account)).status).toBe(200);
    expect(await cloud.call("PUT", lock, { properties: { level: "None" } })).toMatchObject({
      status: 400,
    });
  });
});

describe("policies", () => {
  it("are listed, and those on locations are enforced unless they say otherwise", async () => {
    const policy = (definition: string, change: Record<string, unknown> = {}) => ({
      name: "regions",
      displayName: "Class regions",
      scope: cloud.sub,
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
      parameters: { listOfAllowedLocations: { value: ["swedencentral"] } },
      ...change,
    });
    await cloud.group("ruled");
    seedTable(cloud.world, "policies", { rows: [policy("e56962a6-4747-49cd-b67b-bf8b01975c4c")] });
    const { body } = await cloud.call(
      "GET",
      "resourceGroups/ruled/providers/Microsoft.Authorization/policyAssignments",
    );
    expect(body.value).toMatchObject([
      {
        name: "regions",
        properties: {
          enforcementMode: "Default",
          parameters: { listOfAllowedLocations: { value: ["swedencentral"] } },
        },
      },
    ]);
    const listed = async (scope: string): Promise<number> => {
      const list = `${scope}providers/Microsoft.Authorization/policyAssignments`;
      const filtered = `${list}?api-version=2023-04-01&$filter=atExactScope()`;
      return ((await cloud.call("GET", filtered)).body.value as unknown[]).length;
    };
    expect([await listed(""), await listed("resourceGroups/ruled/")]).toEqual([1, 0]);
    const answer = await cloud.account("ruled", "oai-a");
    expect(answer).toMatchObject(refused(403, "RequestDisallowedByPolicy"));
    expect(answer.body.error.additionalInfo[0]).toMatchObject({
      type: "PolicyViolation",
      info: { policyAssignmentDisplayName: "Class regions" },
    });
    expect((await cloud.account("ruled", "north", { location: "Sweden Central" })).status).toBe(
      201,
    );

    const groups = "e765b5de-1225-4ba3-bd56-1ac6695af988";
    seedTable(cloud.world, "policies", { rows: [policy(groups)] });
    expect(await cloud.call("PUT", "resourceGroups/late", { location: "eastus2" })).toMatchObject(
      refused(403, "RequestDisallowedByPolicy"),
    );
    seedTable(cloud.world, "policies", {
      rows: [policy(groups, { enforcementMode: "DoNotEnforce" })],
    });
    expect((await cloud.call("PUT", "resourceGroups/late", { location: "eastus2" })).status).toBe(
      201,
    );
    seedTable(cloud.world, "policies", { rows: [] });
  });
});
