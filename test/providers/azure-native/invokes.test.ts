import { describe, expect, it } from "vitest";
import { azureNative } from "../../../scripts/providers/azure-native/plugin";
import type { Props } from "../../../scripts/engine/plugin";
import { CLAIMS, configuration, SUBSCRIPTION, Wire } from "../../support/providers/wire";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/a`;

async function invoke(wire: Wire, token: string, args: Props = {}): Promise<Props | undefined> {
  const provider = await azureNative(wire.context).configure(
    configuration("pulumi:providers:azure-native"),
  );
  return (await provider.invoke?.({ token: `azure-native:${token}`, args }))?.result;
}

describe("functions", () => {
  it("getClientConfig reads the token and calls nobody", async () => {
    const wire = new Wire({});
    expect(await invoke(wire, "authorization:getClientConfig")).toEqual({
      clientId: CLAIMS.appid,
      objectId: CLAIMS.oid,
      tenantId: CLAIMS.tid,
      subscriptionId: SUBSCRIPTION,
    });
    expect(wire.calls).toEqual([]);
  });

  it("getClientToken is for ARM, or for the endpoint that is asked for", async () => {
    const audience = (result: Props | undefined): string => {
      const [, payload = ""] = JSON.stringify(result?.token).split(".");
      return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { aud: string }).aud;
    };
    expect(audience(await invoke(new Wire({}), "authorization:getClientToken"))).toBe(
      "https://127.0.0.1:4001/.default",
    );
    const vault = await invoke(new Wire({}), "authorization:getClientToken", {
      endpoint: "https://vault.azure.net",
    });
    expect(audience(vault)).toBe("https://vault.azure.net/.default");
  });

  it("listAccountKeys posts", async () => {
    const wire = new Wire({ [`POST ${ACCOUNT}/listKeys`]: { body: { key1: "k1", key2: "k2" } } });
    const args = { resourceGroupName: "g", accountName: "a" };
    expect(await invoke(wire, "cognitiveservices:listAccountKeys", args)).toEqual({
      key1: "k1",
      key2: "k2",
    });
    expect(wire.calls).toEqual([`POST ${ACCOUNT}/listKeys?api-version=2025-06-01`]);
  });

  it("getters answer in the SDK's shape, with the id", async () => {
    const id = `${GROUP}/providers/Microsoft.Databricks/workspaces/w`;
    const body = { id, name: "w", properties: { workspaceUrl: "127.0.0.1:5000" } };
    const wire = new Wire({ [`GET ${id}`]: { body } });
    expect(
      await invoke(wire, "databricks:getWorkspace", { resourceGroupName: "g", workspaceName: "w" }),
    ).toEqual({
      id,
      name: "w",
      workspaceUrl: "127.0.0.1:5000",
      azureApiVersion: "2026-01-01",
    });
  });

  it("any other is refused by its name", async () => {
    await expect(invoke(new Wire({}), "compute:getVirtualMachine")).rejects.toThrow(
      "the local cloud does not answer the function azure-native:compute:getVirtualMachine",
    );
  });
});
