import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const LOCATIONS =
  "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c";
const assignment = (name: string): string =>
  `resourceGroups/g/providers/Microsoft.Authorization/policyAssignments/${name}`;
const parameters = { listOfAllowedLocations: { value: ["swedencentral"] } };

it("an assignment that someone makes is enforced until it is deleted", async () => {
  await cloud.group("g");
  const definition = (await cloud.call("GET", LOCATIONS)).body;
  expect(definition.properties).toMatchObject({ displayName: "Allowed locations" });
  const properties = { policyDefinitionId: LOCATIONS, parameters, displayName: "only Sweden" };
  const made = await cloud.call("PUT", assignment("pa"), { properties });
  expect([made.status, made.body.properties.scope]).toEqual([201, `${cloud.sub}/resourceGroups/g`]);
  expect((await cloud.call("GET", assignment("pa"))).body).toEqual(made.body);
  expect(await cloud.account("g", "oai-refused")).toMatchObject({
    status: 403,
    body: { error: { code: "RequestDisallowedByPolicy" } },
  });
  expect((await cloud.call("DELETE", assignment("pa"))).status).toBe(200);
  expect((await cloud.call("DELETE", assignment("pa"))).status).toBe(204);
  expect((await cloud.call("GET", assignment("pa"))).body.error.code).toBe(
    "PolicyAssignmentNotFound",
  );
  expect((await cloud.account("g", "oai-refused")).status).toBe(201);
});

it("one that nothing would enforce is 501, one without its parameter 400", async () => {
  const other =
    "/providers/Microsoft.Authorization/policyDefinitions/0a914e76-4921-4c19-b460-a2d36003525a";
  const put = (policyDefinitionId: string) =>
    cloud.call("PUT", assignment("other"), { properties: { policyDefinitionId } });
  expect((await put(other)).status).toBe(501);
  expect((await cloud.call("GET", other)).status).toBe(501);
  expect((await put(LOCATIONS)).status).toBe(400);
});
