import { expect, test } from "vitest";
import { Group } from "../../../infra/components/group";
import { graphOf } from "../../support/graph";

test("is one resource group with a given name", async () => {
  const args = { resourceGroupName: "rg-lab", location: "eastus2", tags: { stack: "dev" } };
  const graph = await graphOf(() => ({ group: new Group("lab", args).groupName }));
  expect(graph.only("ResourceGroup")).toMatchObject({ name: "lab-group", inputs: args });
  expect(graph.outputs).toEqual({ group: "rg-lab" });
});
