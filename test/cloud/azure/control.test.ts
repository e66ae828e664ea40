import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, NOW, type AzureCloud } from "../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const ask = (method: string, path: string, body?: unknown) => cloud.callControl(method, path, body);

describe("the control service", () => {
  it("reports its health and the time, and advances the time", async () => {
    expect((await ask("GET", "/healthz")).body).toEqual({
      status: "ok",
      now: NOW,
      iso: "2026-11-23T00:00:00.000Z",
    });
    expect((await ask("POST", "/clock/advance", { ms: 60_000 })).body.now).toBe(NOW + 60_000);
    expect((await ask("GET", "/clock")).body.now).toBe(NOW + 60_000);
    expect((await ask("POST", "/clock/advance", { ms: -1 })).status).toBe(400);
  });

  it("asks for its token everywhere but at its health, also where there is no route", async () => {
    for (const [method, path] of [
      ["GET", "/clock"],
      ["POST", "/tokens"],
      ["POST", "/users"],
      ["GET", "/nothing"],
    ] as const) {
      const refused = await cloud.call(method, `${cloud.control}${path}?`);
      expect(refused).toMatchObject({
        status: 401,
        body: { error: { code: "ControlTokenRequired" } },
      });
    }
    expect((await fetch(`${cloud.control}/healthz`)).status).toBe(200);
  });

  it("plans faults that the services then return", async () => {
    const answer = {
      status: 429,
      code: "TooManyRequests",
      message: "slow down",
      headers: { "retry-after": "3" },
    };
    const plan = [{ operation: "resources/groups/write", nth: 1, answer }];
    expect((await ask("POST", "/faults", { plan })).body).toEqual({ planned: 1 });
    const refused = await cloud.call("PUT", "resourceGroups/faulty", { location: "eastus2" });
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: "TooManyRequests", message: "slow down" } },
    });
    expect(refused.headers.get("retry-after")).toBe("3");
    expect((await cloud.call("PUT", "resourceGroups/faulty", { location: "eastus2" })).status).toBe(
      201,
    );
    expect(
      (await ask("POST", "/faults", { plan: [{ operation: "x", nth: 0, answer: "drop" }] })).status,
    ).toBe(400);
  });

  it("lists the operations that a plan can name", async () => {
    const { value } = (await ask("GET", "/operations")).body;
    expect(value).toEqual(
      expect.arrayContaining(["cognitiveservices/accounts/write", "databricks/workspaces/delete"]),
    );
  });

  it("issues a token of the student, who would sign in by a browser", async () => {
    const { userName, objectId } = cloud.tenant.student;
    const { body } = await ask("POST", "/tokens", {
      userName: userName.toUpperCase(),
      resource: "https://ai.azure.com",
    });
    expect(decodeJwt(String(body.token))).toMatchObject({
      oid: objectId,
      upn: userName,
      idtyp: "user",
      aud: "https://ai.azure.com",
    });
    expect(
      (await ask("POST", "/tokens", { userName: "who@rai-lab.example", resource: "x" })).status,
    ).toBe(404);
  });

  it("adds a user with a role, once", async () => {
    const asked = { userName: "reader@rai-lab.example", role: "Reader" };
    const first = await ask("POST", "/users", asked);
    expect(first.status).toBe(201);
    const { body } = await ask("POST", "/tokens", {
      userName: asked.userName,
      resource: cloud.arm,
    });
    expect((await cloud.call("GET", "", undefined, String(body.token))).status).toBe(200);
    expect(
      (await cloud.call("PUT", "resourceGroups/no", { location: "eastus2" }, String(body.token)))
        .status,
    ).toBe(403);
    expect(await ask("POST", "/users", { userName: asked.userName })).toMatchObject({
      status: 200,
      body: first.body,
    });
  });

  it("shows and changes the tables of what the subscription may have", async () => {
    expect((await ask("GET", "/tables/quotas")).body.accounts["OpenAI.S0.AccountCount"]).toBe(30);
    const changed = await ask("PATCH", "/tables/quotas", {
      accounts: { "OpenAI.S0.AccountCount": 1 },
    });
    expect(changed.body).toMatchObject({
      accounts: { "OpenAI.S0.AccountCount": 1 },
      deploymentsPerAccount: 32,
    });
    expect(await ask("PATCH", "/tables/quotas", { acounts: {} })).toMatchObject({
      status: 400,
      body: { error: { code: "UnknownKey" } },
    });
    expect((await ask("PATCH", "/tables/quotas")).status, "no body, no change").toBe(200);
    for (const body of [[1], "text"])
      expect((await ask("PATCH", "/tables/quotas", body)).status, JSON.stringify(body)).toBe(400);
    expect((await ask("GET", "/tables/nonsense")).status).toBe(404);
  });
});
