/** Long-running operations that end as Failed by plan: what they leave, and that a second try cures it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type Answer, type AzureCloud } from "../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
});
afterAll(() => cloud.stop());

const ACCOUNT = "resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/oai";
const WORKSPACE = "resourceGroups/g/providers/Microsoft.Databricks/workspaces/dbw";
const body = (): Record<string, object> => ({
  [ACCOUNT]: { kind: "OpenAI", location: "eastus2", sku: { name: "S0" } },
  [WORKSPACE]: {
    location: "eastus2",
    sku: { name: "premium" },
    properties: { managedResourceGroupId: `${cloud.sub}/resourceGroups/managed` },
  },
});
const failing = (operation: string): void =>
  cloud.world.faults.set([
    {
      operation: `${operation}/end`,
      nth: 1,
      answer: { status: 500, code: "InternalServerError", message: "planned" },
    },
  ]);
const ended = async (answer: Answer): Promise<Answer> =>
  (await cloud.pollUntilDone(answer)).at(-1)!;
const stateOf = async (path: string): Promise<unknown> =>
  (await cloud.call("GET", path)).body?.properties?.provisioningState;
const failed = {
  status: 200,
  body: { status: "Failed", error: { code: "InternalServerError", message: "planned" } },
};

it.each([
  [ACCOUNT, "cognitiveservices/accounts"],
  [WORKSPACE, "databricks/workspaces"],
])("%s stays Failed after a creation or a deletion that failed", async (path, operation) => {
  failing(`${operation}/create`);
  expect(await ended(await cloud.call("PUT", path, body()[path]))).toMatchObject(failed);
  expect(await stateOf(path)).toBe("Failed");
  expect((await ended(await cloud.call("PUT", path, body()[path]))).body.status).toBe("Succeeded");
  expect(await stateOf(path)).toBe("Succeeded");

  failing(`${operation}/delete`);
  expect(await ended(await cloud.call("DELETE", path))).toMatchObject(failed);
  expect(await stateOf(path)).toBe("Failed");
  await ended(await cloud.call("DELETE", path));
  expect((await cloud.call("GET", path)).status).toBe(404);
});

it("a purge that failed leaves the account soft-deleted", async () => {
  const path = `providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/g/deletedAccounts/oai`;
  failing("cognitiveservices/deletedAccounts/purge");
  expect(await ended(await cloud.call("DELETE", path))).toMatchObject(failed);
  expect((await cloud.call("GET", path)).status).toBe(200);
  expect((await ended(await cloud.call("DELETE", path))).status).toBe(200);
  expect((await cloud.call("GET", path)).status).toBe(404);
});

it("a group whose deletion failed stays with what is in it", async () => {
  await cloud.account("g", "kept");
  failing("resources/groups/delete");
  const refused = { status: 409, body: { error: { message: "planned" } } };
  const group = "resourceGroups/g";
  expect(await ended(await cloud.call("DELETE", group))).toMatchObject(refused);
  expect(await stateOf(group)).toBe("Succeeded");
  expect((await cloud.call("GET", ACCOUNT.replace("oai", "kept"))).status).toBe(200);
  await ended(await cloud.call("DELETE", group));
  expect((await cloud.call("GET", group)).status).toBe(404);
});
