/** What nobody can make here is truly not there, by one rule for all types; making it is 501. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
});
afterAll(() => cloud.stop());

describe("a type that cannot be made here", () => {
  it.each(["Microsoft.Storage/storageAccounts", "microsoft.compute/VIRTUALMACHINES"])(
    "%s has empty lists and unknown names",
    async (type) => {
      for (const scope of ["", "resourceGroups/g/"])
        expect(await cloud.call("GET", `${scope}providers/${type}`)).toMatchObject({
          status: 200,
          body: { value: [] },
        });
      expect(await cloud.call("GET", `resourceGroups/g/providers/${type}/one`)).toMatchObject({
        status: 404,
        body: { error: { code: "ResourceNotFound" } },
      });
      expect(await cloud.call("GET", `resourceGroups/missing/providers/${type}/one`)).toMatchObject(
        { status: 404, body: { error: { code: "ResourceGroupNotFound" } } },
      );
      const made = await cloud.call("PUT", `resourceGroups/g/providers/${type}/one`, {});
      expect(made.status).toBe(501);
    },
  );

  it("is 501 where Azure may have it and this cloud does not know it", async () => {
    for (const type of ["Microsoft.Storage/mysteries", "Microsoft.CognitiveServices/mysteries"]) {
      const answer = await cloud.call("GET", `providers/${type}?api-version=2024-11-01`);
      expect([answer.status, answer.body.error.message]).toEqual([
        501,
        expect.stringContaining(type),
      ]);
    }
  });

  it("is listed by who may read it alone", async () => {
    const nobody = await cloud.tokenOfUser("nobody@rai-lab.example");
    const path = "providers/Microsoft.Storage/storageAccounts";
    const answer = await cloud.call("GET", path, undefined, nobody);
    expect(answer.body.error.message).toContain("Microsoft.Storage/storageAccounts/read");
  });
});

it("a provider is unregistered, unless something of it is there, and refuses what needs it then", async () => {
  const providers = "providers/Microsoft.Databricks";
  const state = async (): Promise<string> =>
    (await cloud.call("GET", providers)).body.registrationState as string;
  const workspace = "resourceGroups/g/providers/Microsoft.Databricks/workspaces/dbw";
  const managedResourceGroupId = `${cloud.sub}/resourceGroups/managed`;
  const body = { location: "eastus2", sku: { name: "premium" } };
  const make = () =>
    cloud.call("PUT", workspace, { ...body, properties: { managedResourceGroupId } });
  await cloud.pollUntilDone(await make());
  expect((await cloud.call("POST", `${providers}/unregister`)).status).toBe(409);
  await cloud.pollUntilDone(
    await cloud.call("DELETE", `${workspace}?api-version=2024-05-01&forceDeletion=true`),
  );
  const cognitive = "providers/Microsoft.CognitiveServices/unregister?api-version=2024-11-01";
  expect((await cloud.call("POST", cognitive)).body.registrationState).toBe("Unregistering");
  const answer = await cloud.call("POST", `${providers}/unregister`);
  expect(answer.body.registrationState).toBe("Unregistering");
  for (let poll = 0; poll < 5; poll++) await state();
  expect(await state()).toBe("Unregistered");
  expect((await make()).body.error.code).toBe("MissingSubscriptionRegistration");
});

it("the deny assignments are those of workspaces' managed groups", async () => {
  const list = "providers/Microsoft.Authorization/denyAssignments";
  expect((await cloud.call("GET", list)).body.value).toEqual([]);
  await cloud.call("POST", "providers/Microsoft.Databricks/register");
  for (let poll = 0; poll < 6; poll++) await cloud.call("GET", "providers/Microsoft.Databricks");
  const workspace = "resourceGroups/g/providers/Microsoft.Databricks/workspaces/denied";
  const scope = `${cloud.sub}/resourceGroups/denied-managed`;
  const properties = { managedResourceGroupId: scope };
  const body = { location: "eastus2", sku: { name: "premium" }, properties };
  await cloud.pollUntilDone(await cloud.call("PUT", workspace, body));
  expect((await cloud.call("GET", list)).body.value).toMatchObject([{ properties: { scope } }]);
  expect((await cloud.call("GET", `resourceGroups/g/${list}`)).body.value).toEqual([]);
});
