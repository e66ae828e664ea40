import { describe, expect, it } from "vitest";
import { azureNative } from "../../../scripts/providers/azure-native/plugin";
import type { Provider } from "../../../scripts/engine/plugin";
import { configuration, SUBSCRIPTION, target, Wire } from "../../support/providers/wire";

const ACCOUNT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a`;
const account = target("azure-native:cognitiveservices:Account");

async function provided(wire: Wire): Promise<Provider> {
  return azureNative(wire.context).configure(configuration("pulumi:providers:azure-native"));
}

describe("identify", () => {
  it("knows the id from the inputs; of a role from what it assigns", async () => {
    const scope = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g`;
    const assignments = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const held = { principalId: "p", roleDefinitionId: "/d/reader", scope };
    const provider = await provided(
      new Wire({
        [`GET ${assignments}`]: {
          body: { value: [{ id: `${assignments}/by-hand`, properties: held }] },
        },
      }),
    );
    expect(
      await provider.identify?.({
        ...account,
        inputs: { resourceGroupName: "g", accountName: "a" },
      }),
    ).toBe(ACCOUNT);
    expect(await provider.identify?.({ ...account, inputs: { accountName: "a" } })).toBeUndefined();
    const role = target("azure-native:authorization:RoleAssignment");
    const identify = (roleDefinitionId: string) =>
      provider.identify?.({
        ...role,
        inputs: { ...held, roleDefinitionId, roleAssignmentName: "r" },
      });
    expect(await identify("/tenant/d/reader")).toBe(`${assignments}/by-hand`);
    expect(await identify("/d/owner")).toBe(`${assignments}/r`);
  });
});
