import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const ask = async (
  change: Record<string, string>,
  path = "oauth2/v2.0/token",
  tenant = cloud.tenant.tenantId,
) => {
  const response = await fetch(`${cloud.authority}/${tenant}/${path}`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: cloud.tenant.clientId,
      client_secret: cloud.tenant.clientSecret,
      scope: "https://management.azure.com/.default",
      ...change,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("Entra ID", () => {
  it("describes its endpoints, with jwks_uri, which the JavaScript client requires", async () => {
    const base = `${cloud.authority}/${cloud.tenant.tenantId}`;
    const response = await fetch(`${base}/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  });

  it("gives a service principal a token for the audience it asks for", async () => {
    const { status, body } = await ask({});
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600, ext_expires_in: 3600 });
    expect(decodeJwt(String(body["access_token"]))).toMatchObject({
      aud: "https://management.azure.com",
      tid: cloud.tenant.tenantId,
      appid: cloud.tenant.clientId,
      idtyp: "app",
      oid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("publishes the keys by which anyone can verify its tokens", async () => {
    const base = `${cloud.authority}/${cloud.tenant.tenantId}`;
    const response = await fetch(`${base}/discovery/v2.0/keys`);
    const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    const { body } = await ask({});
    const verified = await jwtVerify(String(body["access_token"]), keys, {
      issuer: `${base}/`,
      currentDate: cloud.world.clock.date(),
    });
    expect(verified.protectedHeader.alg).toBe("RS256");
  });

  it("keeps a doubled slash of the scope in the audience, and takes `resource` at the older endpoint", async () => {
    const slashed = await ask({ scope: "https://management.core.windows.net//.default" });
    expect(decodeJwt(String(slashed.body["access_token"])).aud).toBe(
      "https://management.core.windows.net/",
    );
    const databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    const older = await ask({ resource: databricks, scope: "" }, "oauth2/token");
    expect(older.body).toMatchObject({ expires_in: "3600", resource: databricks });
    expect(decodeJwt(String(older.body["access_token"])).aud).toBe(databricks);
  });

  it.each([
    ["a wrong secret", { client_secret: "guess" }, 401, "invalid_client", 7000215],
    ["an unknown application", { client_id: "nobody" }, 400, "unauthorized_client", 700016],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["no scope", { scope: "" }, 400, "invalid_scope", 70011],
  ])("refuses %s with its AADSTS number", async (_what, change, status, error, number) => {
    const answer = await ask(change);
    expect(answer).toMatchObject({ status, body: { error, error_codes: [number] } });
    expect(answer.body["error_description"]).toContain(`AADSTS${number}: `);
    expect(answer.body["access_token"]).toBeUndefined();
  });

  it("knows one tenant", async () => {
    expect(
      await ask({}, "oauth2/v2.0/token", "11111111-1111-4111-a111-111111111111"),
    ).toMatchObject({
      status: 400,
      body: { error_codes: [90002] },
    });
  });
});
