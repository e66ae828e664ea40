import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { azureStore } from "../../../../scripts/cloud/azure/store";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

describe("subscriptions", () => {
  it("are read and listed with the fields that `az login` needs", async () => {
    const { body } = await cloud.call("GET", "");
    expect(body).toMatchObject({
      id: cloud.sub,
      subscriptionId: cloud.tenant.subscriptionId,
      tenantId: cloud.tenant.tenantId,
      state: "Enabled",
      displayName: expect.any(String),
      subscriptionPolicies: { quotaId: "PayAsYouGo_2014-09-01" },
    });
    expect((await cloud.call("GET", "/subscriptions")).body).toEqual({ value: [body] });
    expect((await cloud.call("GET", "/tenants")).body.value).toMatchObject([
      { tenantId: cloud.tenant.tenantId },
    ]);
  });
});

describe("a resource provider", () => {
  it("that is not registered refuses its resources until it has been registered", async () => {
    const namespace = "Microsoft.Databricks";
    azureStore(cloud.world).providers.put(`${cloud.tenant.subscriptionId}/microsoft.databricks`, {
      namespace,
      registrationState: "NotRegistered",
    });
    await cloud.group("g");
    const create = () =>
      cloud.call("PUT", "resourceGroups/g/providers/Microsoft.Databricks/workspaces/dbw", {
        location: "eastus2",
        properties: { managedResourceGroupId: `${cloud.sub}/resourceGroups/m` },
      });
    expect(await create()).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "MissingSubscriptionRegistration",
          message: expect.stringContaining(
            "not registered to use namespace 'Microsoft.Databricks'",
          ),
        },
      },
    });
    expect(
      (await cloud.call("POST", `providers/${namespace}/register`)).body.registrationState,
    ).toBe("Registering");
    const states: string[] = [];
    for (let poll = 0; poll < 6 && states.at(-1) !== "Registered"; poll++)
      states.push(
        String((await cloud.call("GET", `providers/${namespace}`)).body.registrationState),
      );
    expect(states).toEqual([
      "Registering",
      "Registering",
      "Registering",
      "Registering",
      "Registered",
    ]);
    expect((await create()).status).toBe(201);
    expect(
      (await cloud.call("POST", `providers/${namespace}/register`)).body.registrationState,
    ).toBe("Registered");
  });
});
