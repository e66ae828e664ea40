import { Directory } from "@pulumi/databricks";
import { expect, test } from "vitest";
import { ClassWorkspace } from "../../../infra/components/class-workspace";
import { childOptions } from "../../../infra/components/workspace-handle";
import { graphOf } from "../../support/graph";
import { HOST, SUBSCRIPTION, TENANT } from "../../support/graph/azure";

const args = {
  resourceId: "/workspaces/dbw",
  address: { workspaceId: "4242", host: HOST },
  signedIn: SUBSCRIPTION,
  tenantId: TENANT,
  authType: "azure-cli",
  clusterName: "rai-lab-s01",
  scopeName: "rai-lab-s01",
  folder: "/rai-lab/s01",
};
const graph = () =>
  graphOf(() => {
    const workspace = new ClassWorkspace("databricks", args);
    new Directory("folder", { path: "/rai-lab/s01" }, childOptions(workspace, workspace));
    const { resourceId, workspaceId, host } = workspace;
    return { resourceId, workspaceId, host };
  });

test("what is put in it leaves with the seat, and comes anew with a new workspace, the old one first", async () => {
  const { only, outputs } = await graph();
  expect(only("Directory")).toMatchObject({
    deletedWith: only("Removal").urn,
    replacementTrigger: "4242",
    deleteBeforeReplace: true,
    replaceWith: [],
  });
  expect(only("Directory").provider).toContain("databricks-provider");
  expect(outputs).toEqual({ resourceId: "/workspaces/dbw", workspaceId: "4242", host: HOST });
});

test("the removal knows all of the seat by name", async () => {
  const { resourceId, address, clusterName, scopeName, folder } = args;
  const seat = { resourceId, ...address, clusterName, scopeName, folder };
  expect((await graph()).only("Removal").inputs).toEqual({
    __provider: expect.any(String),
    ...seat,
  });
});

const SCHOOL = `/subscriptions/${SUBSCRIPTION}/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw-school`;

test("one that existed before is looked up, and its names are claimed before anything is in it", async () => {
  const { address: _address, ...rest } = args;
  const { only, outputs } = await graphOf(() => {
    const existing = { ...rest, resourceId: SCHOOL, mark: "rai-lab/dev" };
    const workspace = new ClassWorkspace("databricks", existing);
    new Directory("folder", { path: "/rai-lab/s01" }, childOptions(workspace, workspace));
    const { host, workspaceId, managedResourceGroupName, existedBefore } = workspace;
    return { host, workspaceId, managedResourceGroupName, existedBefore };
  });
  expect(outputs).toEqual({
    host: HOST,
    workspaceId: "4242",
    managedResourceGroupName: "school-managed",
    existedBefore: true,
  });
  expect(only("Directory").dependencies).toEqual([only("Removal").urn]);
});
