import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createSession, retryDelayMs, describeFailure, signIn } from "../../../infra/azure/session";
import { requestWorkspace } from "../../../infra/azure/workspace-api";
import { LabError } from "../../../infra/errors";
import { armService, authorityService, seedTenant } from "../../../scripts/cloud/azure";
import { trustCa } from "../../../scripts/cloud/core/trusted-ca";
import { closeWorld, createWorld, type World } from "../../../scripts/cloud/core/world";
import { fakeSession, fakeTransport, type FakeTransport } from "../../support/azure/fake-transport";

afterEach(() => void vi.restoreAllMocks());

const busy = { status: 409, body: { error: { code: "RequestConflict", message: "busy" } } };

describe("one request", () => {
  test("carries Resource Manager's token, or the one it is given", async () => {
    const transport = fakeTransport({ status: 200 });
    const session = fakeSession(transport);
    await session.requestWithRetry("GET", "https://arm.test/x");
    await session.request("GET", "https://adb.test/x", {
      Authorization: "Bearer mine",
      "X-Other": "1",
    });
    expect(transport.requests.map((s) => s.headers)).toEqual([
      { authorization: "Bearer token for https://arm.test/.default" },
      { authorization: "Bearer mine", "x-other": "1" },
    ]);
  });

  test("is sent again while the answer asks for patience, waiting as long as it says", async () => {
    const transport = fakeTransport(
      busy,
      { status: 429, headers: { "retry-after": "7" } },
      { status: 204 },
    );
    expect(
      (await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x")).status,
    ).toBe(204);
    expect(transport.waitsMs).toEqual([2000, 7000]);
  });

  test("is given up after five attempts: the last answer is returned", async () => {
    const transport = fakeTransport({ status: 503 });
    expect(
      (await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x")).status,
    ).toBe(503);
    expect(transport.waitsMs).toEqual([2000, 4000, 8000, 16000]);
  });

  test("waits ten minutes for another operation on the resource, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const transport = fakeTransport(busy);
    const answer = await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x");
    expect(answer.status).toBe(409);
    expect(transport.waitsMs.slice(0, 6)).toEqual([2000, 4000, 8000, 16000, 30000, 30000]);
    expect(transport.waitsMs.reduce((a, b) => a + b)).toBe(600_000);
    expect(warn.mock.calls[0]).toEqual([
      "waiting 30 s: DELETE https://arm.test/x was answered HTTP 409",
    ]);
  });

  test.each(["ScopeLocked", "CannotDeleteResource"])("does not wait for %s", async (code) => {
    const transport = fakeTransport({ status: 409, body: { error: { code, message: "no" } } });
    await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x");
    expect(transport.waitsMs).toEqual([]);
  });

  test("a wait of an hour is said, and ends after five minutes", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const transport = fakeTransport(
      { status: 429, headers: { "retry-after": "3600" } },
      { status: 204 },
    );
    await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x");
    expect(transport.waitsMs).toEqual([300_000]);
    expect(warn.mock.calls).toEqual([
      ["waiting 300 s (3600 s were asked for): DELETE https://arm.test/x was answered HTTP 429"],
    ]);
  });

  test("what is refused is not sent again", async () => {
    const transport = fakeTransport({ status: 403 });
    expect(
      (await fakeSession(transport).requestWithRetry("DELETE", "https://arm.test/x")).status,
    ).toBe(403);
    expect(transport.requests).toHaveLength(1);
  });

  test("survives a lost connection, and says which request a lasting one stopped", async () => {
    const once = fakeTransport(new Error("socket hang up"), { status: 200 });
    expect((await fakeSession(once).requestWithRetry("GET", "https://arm.test/x")).ok).toBe(true);
    await expect(
      fakeSession(fakeTransport(new Error("no route"))).requestWithRetry(
        "GET",
        "https://arm.test/x",
      ),
    ).rejects.toMatchObject({ code: "cloud", message: "GET https://arm.test/x failed: no route" });
  });
});

describe("a token that a service refuses", () => {
  /** Signs in with a credential of its own each time: `token 1`, `token 2`, … */
  const renewable = (transport: FakeTransport) => {
    let made = 0;
    const credential = () => {
      const token = `token ${++made}`;
      return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: 0 }) };
    };
    const endpoint = "https://arm.test";
    const endpoints = {
      resourceManager: endpoint,
      audience: endpoint,
      authority: endpoint,
      custom: true,
    };
    return createSession(endpoints, credential(), transport, credential);
  };

  test("is replaced once, and kept from then on", async () => {
    const transport = fakeTransport({ status: 401 }, { status: 200 }, { status: 200 });
    const session = renewable(transport);
    expect((await session.request("GET", "https://arm.test/x")).status).toBe(200);
    expect((await session.request("GET", "https://arm.test/y")).status).toBe(200);
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token 1",
      "Bearer token 2",
      "Bearer token 2",
    ]);
  });

  test("that is refused again is the answer", async () => {
    const transport = fakeTransport({ status: 401 });
    expect((await renewable(transport).request("GET", "https://arm.test/x")).status).toBe(401);
    expect(transport.requests).toHaveLength(2);
  });

  test("of a workspace is replaced together with the one for its Azure resource", async () => {
    const transport = fakeTransport({ status: 401 }, { status: 200 });
    const address = { resourceId: "/w", host: "https://adb.test" };
    await requestWorkspace(renewable(transport), address, "GET", "/api/2.0/x");
    expect(
      transport.requests.map(({ headers }) => [
        headers.authorization,
        headers["x-databricks-azure-sp-management-token"],
      ]),
    ).toEqual([
      ["Bearer token 1", "token 1"],
      ["Bearer token 2", "token 2"],
    ]);
  });
});

describe("a long-running operation", () => {
  const accepted = (header: string) =>
    new Response(null, {
      status: 202,
      headers: { [header]: "https://arm.test/op", "retry-after-ms": "20" },
    });

  test.each([
    [
      "azure-asyncoperation",
      [
        { status: 200, body: { status: "Running" } },
        { status: 200, body: { status: "Succeeded" } },
      ],
    ],
    [
      "azure-asyncoperation",
      [
        { status: 202, body: { status: "Accepted" } },
        { status: 200, body: { status: "succeeded" } },
      ],
    ],
    ["location", [{ status: 202 }, { status: 204 }]],
    [
      "location",
      [{ status: 202 }, { status: 404, body: { error: { code: "ResourceGroupNotFound" } } }],
    ],
    [
      "location",
      [{ status: 202 }, { status: 200, body: { properties: { provisioningState: "Succeeded" } } }],
    ],
  ] as const)("%s is followed to its end (%#)", async (header, [first, second]) => {
    const transport = fakeTransport(first, second);
    await fakeSession(transport).pollUntilDone(accepted(header), "Deleting it");
    expect(transport.requests.map((s) => `${s.method} ${s.url}`)).toEqual([
      "GET https://arm.test/op",
      "GET https://arm.test/op",
    ]);
    expect(transport.waitsMs).toEqual([20, 10_000]);
  });

  test("that ended at once is not asked about", async () => {
    const transport = fakeTransport(new Error("no request was expected"));
    await fakeSession(transport).pollUntilDone(new Response(null, { status: 204 }), "Deleting it");
    expect(transport.requests).toEqual([]);
  });

  test.each([
    [
      { status: 200, body: { status: "Failed", error: { code: "X", message: "because" } } },
      /^Deleting it failed: .*because/,
    ],
    [
      { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } },
      "Deleting it failed: HTTP 403 AuthorizationFailed: no",
    ],
    // Not a reason to ask again: what ended so stays so.
    [busy, "Deleting it failed: HTTP 409 RequestConflict: busy"],
  ])("that fails says so (%#)", async (answer, message) => {
    await expect(
      fakeSession(fakeTransport(answer)).pollUntilDone(accepted("location"), "Deleting it"),
    ).rejects.toThrow(message);
  });

  test("that is answered by a proxy's page is an error that shows it", async () => {
    const transport = {
      sleep: () => Promise.resolve(),
      fetch: () => Promise.resolve(new Response("<html>Sign in</html>", { status: 200 })),
    };
    await expect(
      fakeSession(transport).pollUntilDone(accepted("location"), "Deleting it"),
    ).rejects.toMatchObject({
      code: "cloud",
      message: "The answer (HTTP 200) is not JSON: <html>Sign in</html>",
    });
  });

  test("that never ends is given up", async () => {
    const transport = fakeTransport({ status: 202 });
    await expect(
      fakeSession(transport).pollUntilDone(accepted("location"), "Deleting it"),
    ).rejects.toMatchObject({
      code: "cloud",
      message: "Deleting it did not end within 360 polls.",
      where: "https://arm.test/op",
    });
    expect(transport.requests).toHaveLength(360);
  });
});

test.each([
  [{}, 99],
  [{ "retry-after-ms": "20", "x-ms-retry-after-ms": "30", "retry-after": "1" }, 20],
  [{ "x-ms-retry-after-ms": "30", "retry-after": "1" }, 30],
  [{ "retry-after": "3" }, 3000],
  [{ "retry-after": "0" }, 99],
  [
    { date: "Wed, 21 Oct 2026 07:27:00 GMT", "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" },
    60_000,
  ],
  [{ date: "Wed, 21 Oct 2026 07:29:00 GMT", "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, 99],
  [{ "retry-after": "soon" }, 99],
])("after %j the next request waits %i ms", (headers: Record<string, string>, ms) => {
  expect(retryDelayMs(new Headers(headers), 99)).toBe(ms);
});

test.each([
  ['{"error":{"code":"X","message":"why"}}', "HTTP 400 X: why"],
  ["<html>", "HTTP 400: <html>"],
  ["{}", "HTTP 400: {}"],
])("a refusal is one line: %s", async (body, line) => {
  expect(await describeFailure(new Response(body, { status: 400 }))).toBe(line);
});

describe("signing in to the cloud that ARM_METADATA_HOSTNAME names, over TLS", () => {
  let world: World;
  let env: Record<string, string>;
  beforeAll(async () => {
    world = await createWorld([armService(), authorityService()]);
    for (const kind of ["arm", "authority"]) await world.hosts.open(kind, kind);
    trustCa(world.certificates.ca);
    const { tenantId, subscriptionId, clientId, clientSecret } = seedTenant(world);
    env = {
      ARM_METADATA_HOSTNAME: world.hosts.url("arm", "arm")!,
      ARM_TENANT_ID: tenantId,
      ARM_CLIENT_ID: clientId,
      ARM_CLIENT_SECRET: clientSecret,
      ARM_SUBSCRIPTION_ID: subscriptionId,
    };
  });
  afterAll(() => closeWorld(world));

  test("gives a session that Resource Manager accepts", async () => {
    const session = await signIn(env);
    const { ARM_SUBSCRIPTION_ID: id } = env;
    const answer = await session.requestWithRetry(
      "GET",
      `${session.resourceManager}/subscriptions/${id!}?api-version=2022-12-01`,
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ subscriptionId: id });
  });

  test("a wrong secret is an error with a cure, at once", async () => {
    const session = await signIn(
      { ...env, ARM_CLIENT_SECRET: "wrong" },
      {
        fetch: (url, init) => fetch(url, init),
        sleep: () => Promise.reject(new Error("it waited")),
      },
    );
    const refused = session.requestWithRetry("GET", "https://arm.test/x");
    await expect(refused).rejects.toBeInstanceOf(LabError);
    await expect(refused).rejects.toMatchObject({
      code: "sign-in",
      message: expect.stringMatching(/^Azure did not accept the sign-in: .*AADSTS7000215/s),
      cure: "Run az login, or check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.",
    });
  });
});
