import { describe, expect, it } from "vitest";
import { DatabricksClient } from "../../../scripts/providers/databricks/client";
import { ConnectionLost } from "../../../scripts/providers/http";
import type { Props } from "../../../scripts/engine/plugin";
import { ASK_ME, HOST, ME, ME_PATH, refusal } from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const DISCOVER = "GET /.well-known/databricks-config";
const PATH = "/api/2.1/clusters/list";
const pat: Props = { host: HOST, token: "t", authType: "pat" };
const client = (wire: Wire, config: Props = pat): DatabricksClient =>
  new DatabricksClient(config, wire.context);

describe("which workspace this is", () => {
  it("is asked of the discovery document, twice and without a token", async () => {
    const wire = new Wire({
      [DISCOVER]: { body: { workspace_id: "12" } },
      [`GET ${PATH}`]: { body: {} },
    });
    const one = client(wire);
    expect(await Promise.all([one.workspaceId(), one.workspaceId()])).toEqual(["12", "12"]);
    await one.get(PATH);
    expect(wire.calls).toEqual([DISCOVER, DISCOVER, `GET ${PATH}`]);
    expect(wire.requests[0]?.headers).toBeUndefined();
    expect(wire.requests[2]?.headers).toMatchObject({
      authorization: "Bearer t",
      "X-Databricks-Workspace-Id": "12",
    });
  });

  it("else of the header of Me's answer, which must be a number", async () => {
    const me: Answer = { body: { id: "1" }, headers: { "X-Databricks-Org-Id": "34" } };
    const wire = new Wire({ [DISCOVER]: { status: 404 }, [`GET ${ME_PATH}`]: me });
    expect(await client(wire).workspaceId()).toBe("34");
    expect(wire.calls).toEqual([DISCOVER, DISCOVER, ASK_ME]);
    const silent = new Wire({ [DISCOVER]: { status: 404 }, ...ME });
    await expect(client(silent).workspaceId()).rejects.toThrow(
      'failed to get the workspace_id: strconv.ParseInt: parsing ""',
    );
  });
});

describe("a token that the workspace refuses", () => {
  const refused: Answer = { status: 401, body: { error_code: "UNAUTHENTICATED", message: "no" } };

  it("is replaced once where Entra gives another", async () => {
    const wire = new Wire({ [`GET ${PATH}`]: [refused, { body: { clusters: [] } }] });
    const entra = { host: HOST, azureWorkspaceResourceId: "/w", authType: "azure-client-secret" };
    expect(await client(wire, entra).get(PATH)).toEqual({ clusters: [] });
    expect([wire.calls.length, wire.renewals]).toEqual([2, 1]);
  });

  it("is not sent again where it is a personal one", async () => {
    const wire = new Wire({ [`GET ${PATH}`]: refused });
    await expect(client(wire).get(PATH)).rejects.toThrow("no");
    expect([wire.calls.length, wire.renewals]).toEqual([1, 0]);
  });
});

describe("signing in", () => {
  const azure: Props = {
    host: "127.0.0.1:5001",
    azureWorkspaceResourceId: "/w",
    azureTenantId: "tenant-1",
  };

  it.each(["azure-client-secret", "azure-cli"])(
    "%s sends two Entra tokens and the workspace's id",
    async (authType) => {
      const wire = new Wire({ [`GET ${PATH}`]: { body: {} } });
      await client(wire, { ...azure, authType }).get(PATH);
      const headers = wire.requests[0]?.headers ?? {};
      const audience = (token = ""): unknown =>
        (
          JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
            aud: unknown;
          }
        ).aud;
      expect(wire.requests[0]?.url).toBe(`${HOST}${PATH}`);
      expect(audience(headers.authorization)).toBe("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default");
      expect(audience(headers["X-Databricks-Azure-SP-Management-Token"])).toBe(
        "https://management.azure.com/.default",
      );
      expect(headers["X-Databricks-Azure-Workspace-Resource-Id"]).toBe("/w");
      expect(headers["user-agent"]).toContain(`auth/${authType}`);
    },
  );

  it.each<[Props, string]>([
    [{}, "cannot configure default credentials"],
    [{ host: HOST, authType: "pat" }, "no token is configured"],
    [{ host: HOST, authType: "google-id" }, "the local cloud does not offer it"],
  ])("is refused with the reason: %j", (config, message) => {
    expect(() => client(new Wire({}), config)).toThrow(message);
  });
});

describe("retries", () => {
  it.each([
    refusal(429, "REQUEST_LIMIT_EXCEEDED", "slow down"),
    refusal(503, "TEMPORARILY_UNAVAILABLE", "not yet"),
    refusal(
      400,
      "BAD_REQUEST",
      "Current organization 1 does not have any associated worker environments",
    ),
  ])("follow what time may cure, in the client's own steps (%#)", async (answer) => {
    const wire = new Wire({
      [`GET ${PATH}`]: [{ ...answer, headers: { "Retry-After": "60" } }, answer, { body: {} }],
    });
    await client(wire).get(PATH);
    expect(wire.waits).toEqual(["backOff 1200", "backOff 2200"]);
  });

  it.each([
    refusal(500, "INTERNAL_ERROR", "broken"),
    refusal(400, "INVALID_PARAMETER_VALUE", "wrong"),
    refusal(403, "PERMISSION_DENIED", "no"),
  ])("do not follow the rest (%#)", async (answer) => {
    const wire = new Wire({ [`GET ${PATH}`]: answer });
    await expect(client(wire).get(PATH)).rejects.toThrow(
      (answer.body as { message: string }).message,
    );
    expect(wire.calls).toHaveLength(1);
  });

  it("end after retryTimeoutSeconds of the real client's time", async () => {
    const wire = new Wire({});
    const surroundings = {
      ...wire.context,
      send: (request: Parameters<typeof wire.send>[0]) =>
        Promise.reject(new ConnectionLost(request, new Error("refused"))),
    };
    const short = new DatabricksClient({ ...pat, retryTimeoutSeconds: "3" }, surroundings);
    await expect(short.get(PATH)).rejects.toThrow("refused");
    expect(wire.waits).toEqual(["backOff 1200"]);
  });
});
