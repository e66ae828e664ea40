import { ResourceGroup } from "@pulumi/azure-native/resources";
import { expect, test } from "vitest";
import { dropVersionAliases } from "../../infra/version-aliases";
import { graphOf } from "../support/graph";

const OWN = [{ name: "former" }, { type: "azure-native:resources:OtherGroup" }, "urn:pulumi:a"];

/** What the SDK computes of each resource's aliases. */
const aliasesOf = async (prepare: () => void) => {
  const { resources } = await graphOf(() => {
    prepare();
    new ResourceGroup("group", { resourceGroupName: "rg" }, { aliases: OWN });
  });
  const [group] = resources.filter((one) => one instanceof ResourceGroup);
  return (group as unknown as { __aliases: unknown[] }).__aliases;
};

test("a resource has its own aliases, and none of azure-native's single API versions", async () => {
  expect((await aliasesOf(() => undefined)).length).toBeGreaterThan(20);
  expect(await aliasesOf(dropVersionAliases)).toHaveLength(OWN.length);
});
