import { describe, expect, it } from "vitest";
import { azureNative } from "../../../scripts/providers/azure-native/plugin";
import type { Diff, Props } from "../../../scripts/engine/plugin";
import { configuration, SUBSCRIPTION, target, Wire } from "../../support/providers/wire";

const types = {
  group: target("azure-native:resources:ResourceGroup", "lab"),
  account: target("azure-native:cognitiveservices:Account", "ai"),
  workspace: target("azure-native:databricks:Workspace", "dbx"),
  role: target("azure-native:authorization:RoleAssignment", "reader"),
};

async function check(
  type: keyof typeof types,
  news: Props,
  olds: Props = {},
  config: Props = {},
  wire = new Wire({}),
) {
  const provider = await azureNative(wire.context).configure(
    configuration("pulumi:providers:azure-native", config),
  );
  return (await provider.check?.({ ...types[type], olds, news })) ?? { inputs: {} };
}

describe("check", () => {
  it("makes up a name from the logical one, and keeps it from then on", async () => {
    const { inputs } = await check("group", { location: "eastus2" });
    expect(inputs.resourceGroupName).toMatch(/^lab[0-9a-f]{8}$/);
    const again = await check("group", { location: "eastus2" }, inputs);
    expect(again.inputs).toEqual(inputs);
    const role = await check("role", { scope: "/s", principalId: "p", roleDefinitionId: "r" });
    expect(role.inputs.roleAssignmentName).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("leaves named resources as the program wrote them", async () => {
    const news = { resourceGroupName: "g", location: "East US 2" };
    expect((await check("group", news)).inputs).toEqual(news);
  });

  it("takes a missing location from the configuration, else from the group, asked once", async () => {
    const news = { resourceGroupName: "g", accountName: "a", sku: { name: "S0" }, properties: {} };
    const configured = await check("account", news, {}, { location: "swedencentral" });
    expect(configured.inputs.location).toBe("swedencentral");
    const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g`;
    const wire = new Wire({ [`GET ${path}`]: { body: { location: "eastus2" } } });
    const provider = await azureNative(wire.context).configure(
      configuration("pulumi:providers:azure-native"),
    );
    for (const accountName of ["a", "b"]) {
      const found = await provider.check?.({
        ...types.account,
        olds: {},
        news: { ...news, accountName },
      });
      expect(found?.inputs.location).toBe("eastus2");
    }
    expect(wire.calls).toEqual([`GET ${path}?api-version=2020-10-01`]);
    expect((await check("group", { resourceGroupName: "g" })).failures).toEqual([
      { property: "location", reason: "missing required property 'location'" },
    ]);
  });

  it("refuses by name what it does not manage", async () => {
    const provider = await azureNative(new Wire({}).context).configure(
      configuration("pulumi:providers:azure-native"),
    );
    const vm = target("azure-native:compute:VirtualMachine");
    await expect(async () => provider.check?.({ ...vm, olds: {}, news: {} })).rejects.toThrow(
      "the local cloud does not manage resources of type azure-native:compute:VirtualMachine",
    );
  });
});

describe("diff", () => {
  const diff = async (
    type: keyof typeof types,
    oldInputs: Props,
    news: Props,
    olds: Props = {},
  ): Promise<Diff> => {
    const provider = await azureNative(new Wire({}).context).configure(
      configuration("pulumi:providers:azure-native"),
    );
    return (
      (await provider.diff?.({
        ...types[type],
        id: "i",
        olds,
        oldInputs,
        news,
        ignoreChanges: [],
      })) ?? {}
    );
  };
  const nothing = {
    changes: false,
    changed: [],
    paths: [],
    replaces: [],
    deleteBeforeReplace: false,
  };
  const inside = (key: string): Diff["paths"] => [
    expect.stringMatching(new RegExp(`^${key}(\\.|$)`)) as string,
  ];
  const updates = (key: string) => ({
    changes: true,
    changed: [key],
    paths: inside(key),
    replaces: [],
    deleteBeforeReplace: false,
  });
  const replaces = (key: string) => ({
    changes: true,
    changed: [key],
    paths: inside(key),
    replaces: [key],
    deleteBeforeReplace: true,
  });
  const account = {
    resourceGroupName: "g",
    accountName: "a",
    location: "eastus2",
    sku: { name: "S0" },
  };
  const workspace = {
    resourceGroupName: "g",
    workspaceName: "w",
    location: "eastus2",
    computeMode: "Hybrid",
  };

  it.each<[string, keyof typeof types, Props, Props, Diff]>([
    ["the same", "account", account, { ...account }, nothing],
    [
      "another spelling of the place",
      "account",
      account,
      { ...account, location: "East US 2" },
      nothing,
    ],
    [
      "another place",
      "account",
      account,
      { ...account, location: "swedencentral" },
      replaces("location"),
    ],
    ["another name", "account", account, { ...account, accountName: "b" }, replaces("accountName")],
    ["another sku", "account", account, { ...account, sku: { name: "S1" } }, updates("sku")],
    ["tags", "account", account, { ...account, tags: { a: "b" } }, updates("tags")],
    [
      "another compute mode",
      "workspace",
      workspace,
      { ...workspace, computeMode: "Serverless" },
      replaces("computeMode"),
    ],
    [
      "another managed group",
      "workspace",
      workspace,
      { ...workspace, managedResourceGroupId: "/m" },
      updates("managedResourceGroupId"),
    ],
    [
      "another principal",
      "role",
      { scope: "/s", principalId: "p" },
      { scope: "/s", principalId: "q" },
      replaces("principalId"),
    ],
    [
      "another scope",
      "role",
      { scope: "/s", principalId: "p" },
      { scope: "/t", principalId: "p" },
      replaces("scope"),
    ],
    // Not in the list: ARM itself answers 400 RoleAssignmentUpdateNotPermitted.
    [
      "another role",
      "role",
      { roleDefinitionId: "r" },
      { roleDefinitionId: "s" },
      updates("roleDefinitionId"),
    ],
  ])("%s", async (_, type, olds, news, expected) => {
    expect(await diff(type, olds, news)).toEqual(expected);
  });

  it("replaces nothing for an input that only spells out what is there", async () => {
    const { computeMode: _, ...omitted } = workspace;
    expect(await diff("workspace", omitted, workspace, { computeMode: "Hybrid" })).toEqual(
      updates("computeMode"),
    );
    expect(await diff("workspace", omitted, workspace, { computeMode: "Serverless" })).toEqual(
      replaces("computeMode"),
    );
  });

  it("creates first under a made-up name", async () => {
    const { inputs } = await check("group", { location: "eastus2" });
    expect(await diff("group", inputs, { ...inputs, location: "westus" })).toMatchObject({
      replaces: ["location"],
      deleteBeforeReplace: false,
    });
  });
});
