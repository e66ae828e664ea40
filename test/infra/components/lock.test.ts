import { expect, test } from "vitest";
import { Group } from "../../../infra/components/group";
import { Lock } from "../../../infra/components/lock";
import { LOCK_NAME } from "../../../infra/names/physical-names";
import { graphOf } from "../../support/graph";

test("forbids deletes in the group, after all it waits for", async () => {
  const graph = await graphOf(() => {
    const group = new Group("lab", { resourceGroupName: "rg-lab", location: "eastus2", tags: {} });
    const lock = new Lock("lock", {
      resourceGroupName: group.groupName,
      after: [group],
      holds: [group],
    });
    return { name: lock.lockName };
  });
  expect(graph.only("ManagementLockAtResourceGroupLevel")).toMatchObject({
    inputs: {
      resourceGroupName: "rg-lab",
      lockName: LOCK_NAME,
      level: "CanNotDelete",
      notes: expect.any(String),
    },
    dependencies: expect.arrayContaining([graph.only("ResourceGroup").urn]),
    // A replacement of the group deletes the lock first.
    dependsBy: { resourceGroupName: [graph.only("ResourceGroup").urn] },
  });
  expect(graph.outputs).toEqual({ name: LOCK_NAME });
});
