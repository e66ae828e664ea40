import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueToken } from "../../../../scripts/cloud/azure/entra/authority";
import { azureStore } from "../../../../scripts/cloud/azure/store";
import { NOW, startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

describe("Azure Resource Manager", () => {
  it("refuses a call without a token, with a foreign one, and with one for another service", async () => {
    const bare = await fetch(`${cloud.arm}/subscriptions?api-version=2022-12-01`);
    expect({ status: bare.status, body: await bare.json() }).toMatchObject({
      status: 401,
      body: { error: { code: "AuthenticationFailed" } },
    });
    expect(bare.headers.get("www-authenticate")).toContain("Bearer");
    expect(await cloud.call("GET", "/subscriptions", undefined, "a.b.c")).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken" } },
    });
    const deployer = azureStore(cloud.world).principalsByAppId(cloud.tenant.clientId)[0]!;
    const { token } = await issueToken(
      cloud.world,
      deployer,
      "https://graph.microsoft.com",
      "test",
    );
    expect(await cloud.call("GET", "/subscriptions", undefined, token)).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationTokenAudience" } },
    });
  });

  it("refuses a client that does not refresh its token within an hour", async () => {
    let now = NOW;
    const aging = await startAzureCloud({ now: () => now });
    try {
      now += 3_599_000;
      expect((await aging.call("GET", "/subscriptions")).status).toBe(200);
      now += 1_000;
      expect(await aging.call("GET", "/subscriptions")).toMatchObject({
        status: 401,
        body: { error: { code: "ExpiredAuthenticationToken" } },
      });
    } finally {
      await aging.stop();
    }
  });

  it("ends tokens by its own clock as a planned fault only", async () => {
    const hour = { ms: 3_600_000 };
    await cloud.callControl("POST", "/clock/advance", hour);
    expect((await cloud.call("GET", "/subscriptions")).status).toBe(200);
    await cloud.callControl("POST", "/faults", { plan: [], tokensByCloudClock: true });
    expect((await cloud.call("GET", "/subscriptions")).status).toBe(401);
    await cloud.callControl("POST", "/faults", { plan: [] });
    expect((await cloud.call("GET", "/subscriptions")).status).toBe(200);
  });

  it("accepts tokens for its own address and for the public one, with or without a slash", async () => {
    const deployer = azureStore(cloud.world).principalsByAppId(cloud.tenant.clientId)[0]!;
    for (const audience of [
      cloud.arm,
      `${cloud.arm}/`,
      "https://management.azure.com",
      "https://management.core.windows.net/",
    ]) {
      const { token } = await issueToken(cloud.world, deployer, audience, "test");
      expect((await cloud.call("GET", "/subscriptions", undefined, token)).status).toBe(200);
    }
  });

  it("requires a well-formed api-version", async () => {
    expect(await cloud.call("GET", `${cloud.arm}/subscriptions?x=1`)).toMatchObject({
      status: 400,
      body: { error: { code: "MissingApiVersionParameter" } },
    });
    expect(await cloud.call("GET", "/subscriptions?api-version=latest")).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidApiVersionParameter" } },
    });
    expect((await cloud.call("GET", "/subscriptions?api-version=2026-05-15-preview")).status).toBe(
      200,
    );
  });

  it("sends the headers that clients log and follow", async () => {
    const read = await cloud.call("GET", "");
    expect(read.headers.get("x-ms-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(read.headers.get("x-ms-ratelimit-remaining-subscription-global-reads")).toBe("16499");
    const write = await cloud.call("PUT", "resourceGroups/headers", { location: "eastus2" });
    expect(write.headers.get("x-ms-ratelimit-remaining-subscription-writes")).toBe("799");
    expect(write.headers.get("x-ms-request-id")).not.toBe(read.headers.get("x-ms-request-id"));
  });

  it("answers 501 with the name of what it does not simulate", async () => {
    const answer = await cloud.call("GET", "providers/Microsoft.Storage/nothing");
    expect(answer.status).toBe(501);
    expect(answer.body.error).toMatchObject({ code: "NotSimulated" });
    expect(answer.body.error.message).toContain("Microsoft.Storage/nothing");
  });

  it("refuses other subscriptions", async () => {
    expect(
      await cloud.call("GET", "/subscriptions/11111111-1111-4111-a111-111111111111/resourceGroups"),
    ).toMatchObject({
      status: 404,
      body: { error: { code: "SubscriptionNotFound" } },
    });
  });

  it("answers the metadata document without a token", async () => {
    const now = await (
      await fetch(`${cloud.arm}/metadata/endpoints?api-version=2022-09-01`)
    ).json();
    expect(now).toMatchObject({
      name: "RaiLabLocal",
      resourceManager: `${cloud.arm}/`,
      authentication: {
        loginEndpoint: `${cloud.authority}/`,
        audiences: [`${cloud.arm}/`, "https://management.azure.com/"],
      },
      suffixes: { storage: expect.any(String), keyVaultDns: expect.any(String) },
      microsoftGraphResourceId: `${cloud.authority}/`,
    });
    const old = await (
      await fetch(`${cloud.arm}/metadata/endpoints?api-version=2019-05-01`)
    ).json();
    expect(old).toEqual([now]);
  });
});
