import { afterAll, beforeAll, expect, test } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
  await cloud.account("g", "models");
});
afterAll(() => cloud.stop());

const at = (policy = ""): string =>
  `resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/models/raiPolicies${policy}`;

test("an account has the content filters that Microsoft keeps, in any case", async () => {
  const { status, body } = await cloud.call("GET", at());
  expect(status).toBe(200);
  const policies = body.value as { name: string; properties: object }[];
  expect(policies.map(({ name }) => name)).toEqual(["Microsoft.Default", "Microsoft.DefaultV2"]);
  expect(policies[0]).toMatchObject({ properties: { type: "SystemManaged" } });
  const one = await cloud.call("GET", at("/microsoft.defaultv2"));
  expect(one.body).toEqual(policies[1]);
});

test("another one is not there, and none can be made", async () => {
  expect(await cloud.call("GET", at("/mine"))).toMatchObject({
    status: 404,
    body: { error: { code: "ResourceNotFound" } },
  });
  const properties = { basePolicyName: "Microsoft.Default" };
  expect(await cloud.call("PUT", at("/mine"), { properties })).toMatchObject({ status: 501 });
});
