import { describe, expect, it } from "vitest";
import { ArmClient } from "../../../scripts/providers/azure-native/arm-client";
import { settingsOf } from "../../../scripts/providers/azure-native/settings";
import { ConnectionLost } from "../../../scripts/providers/http";
import { SUBSCRIPTION, Wire, type Answer } from "../../support/providers/wire";

const PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w`;
const refusal = (status: number, code: string, headers: Record<string, string> = {}): Answer => ({
  status,
  body: { error: { code, message: "later" } },
  headers,
});

async function on(wire: Wire): Promise<ArmClient> {
  return new ArmClient(await settingsOf({}, wire.context), wire.context);
}

describe("a token that the service refuses", () => {
  it("is replaced once; a second refusal stands", async () => {
    const refused = refusal(401, "ExpiredAuthenticationToken");
    const wire = new Wire({ [`GET ${PATH}`]: [refused, {}] });
    expect((await (await on(wire)).send("GET", PATH)).status).toBe(200);
    expect([wire.calls.length, wire.renewals, wire.waits]).toEqual([2, 1, []]);
    const lasting = new Wire({ [`GET ${PATH}`]: refused });
    expect((await (await on(lasting)).send("GET", PATH)).status).toBe(401);
    expect([lasting.calls.length, lasting.renewals]).toEqual([2, 1]);
  });
});

describe("retries", () => {
  it("come three times, after 20, 60 and 120 s, then the refusal stands", async () => {
    const wire = new Wire({ [`PUT ${PATH}`]: refusal(503, "ServerBusy") });
    expect((await (await on(wire)).send("PUT", PATH)).status).toBe(503);
    expect(wire.calls).toHaveLength(4);
    expect(wire.waits).toEqual(["backOff 20000", "backOff 60000", "backOff 120000"]);
  });

  it("follow Retry-After, and to the millisecond where it says so", async () => {
    const wire = new Wire({
      [`PUT ${PATH}`]: [
        refusal(429, "TooManyRequests", { "Retry-After": "7" }),
        refusal(429, "TooManyRequests", { "retry-after-ms": "30", "Retry-After": "7" }),
        {},
      ],
    });
    expect((await (await on(wire)).send("PUT", PATH)).status).toBe(200);
    expect(wire.waits).toEqual(["backOff 7000", "exactly 30"]);
  });

  it.each([
    ["AnotherOperationInProgress", 2],
    ["RequestConflict", 1],
  ])("of 409 depend on its code: %s is sent %d time(s)", async (code, times) => {
    const wire = new Wire({ [`PUT ${PATH}`]: [refusal(409, code), {}] });
    await (await on(wire)).send("PUT", PATH);
    expect(wire.calls).toHaveLength(times);
  });

  it("also follow a lost connection", async () => {
    const wire = new Wire({ [`GET ${PATH}`]: {} });
    let lost = 1;
    const surroundings: typeof wire.context = {
      ...wire.context,
      send: (request) =>
        request.url.includes("metadata") || lost-- <= 0
          ? wire.send(request)
          : Promise.reject(new ConnectionLost(request, new Error("reset"))),
    };
    const client = new ArmClient(await settingsOf({}, surroundings), surroundings);
    expect((await client.send("GET", PATH)).status).toBe(200);
    expect(wire.waits).toEqual(["backOff 20000"]);
  });
});

describe("an unregistered resource provider", () => {
  it("is registered by the client itself, then the call is made again", async () => {
    const provider = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Databricks`;
    const state = (registrationState: string): Answer => ({ body: { registrationState } });
    const wire = new Wire({
      [`PUT ${PATH}`]: [refusal(409, "MissingSubscriptionRegistration"), { status: 201 }],
      [`POST ${provider}/register`]: state("Registering"),
      [`GET ${provider}`]: [state("Registering"), state("Registered")],
    });
    const reply = await (await on(wire)).send("PUT", PATH, { apiVersion: "2026-01-01" });
    expect(reply.status).toBe(201);
    expect(wire.calls).toEqual([
      `PUT ${PATH}?api-version=2026-01-01`,
      `POST ${provider}/register?api-version=2019-05-01`,
      `GET ${provider}?api-version=2019-05-01`,
      `GET ${provider}?api-version=2019-05-01`,
      `PUT ${PATH}?api-version=2026-01-01`,
    ]);
  });
});
