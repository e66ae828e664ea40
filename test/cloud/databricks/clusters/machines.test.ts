import { expect, test } from "vitest";
import type { DatabricksWorkspace } from "../../../../scripts/cloud/azure/entities";
import { azureStore } from "../../../../scripts/cloud/azure/store";
import { seedTable, table } from "../../../../scripts/cloud/azure/tables";
import { Store } from "../../../../scripts/cloud/core/store";
import type { World } from "../../../../scripts/cloud/core/world";
import {
  machineFailure,
  requireClassicCompute,
} from "../../../../scripts/cloud/databricks/clusters/machines";

const SIZE = "Standard_D4ds_v5";
const FAMILY = "standardDDSv5Family";

function worldWith(workspace: Partial<DatabricksWorkspace> = {}): World {
  const world = { store: new Store() } as World;
  const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
  const place = { id, subscriptionId: "s", resourceGroup: "g" };
  const own = {
    ...place,
    workspaceId: "1",
    location: "East US 2",
    computeMode: "Hybrid",
    ...workspace,
  };
  azureStore(world).workspaces.put("w", own as DatabricksWorkspace);
  return world;
}
const failure = (world: World, size = SIZE) =>
  machineFailure(world, "1", { spec: { spark_version: "16.4", node_type_id: size } })?.code;

test("a machine that the region has, within its quota, is given", () => {
  expect(failure(worldWith())).toBeUndefined();
});

test.each([
  ["in another region", { location: "brazilsouth" }],
  ["under another name", { location: undefined }],
])("a machine %s is not", (_where, { location }) => {
  const size = location === undefined ? "Standard_X1" : SIZE;
  expect(failure(worldWith(location === undefined ? {} : { location }), size)).toBe(
    "CLOUD_PROVIDER_LAUNCH_FAILURE",
  );
});

test.each([FAMILY, "cores"])("the quota of %s counts what is used", (row) => {
  const world = worldWith();
  const { quotas } = table(world, "vm-sizes");
  const limit = (current: number): void =>
    seedTable(world, "vm-sizes", {
      quotas: { ...quotas, [row]: { label: row, limit: 10, current } },
    });
  limit(6);
  expect(failure(world)).toBeUndefined();
  limit(7);
  expect(failure(world)).toBe("AZURE_QUOTA_EXCEEDED_EXCEPTION");
});

test("a serverless workspace has no clusters", () => {
  expect(() => requireClassicCompute(worldWith(), "1")).not.toThrow();
  expect(() => requireClassicCompute(worldWith({ computeMode: "Serverless" }), "1")).toThrow(
    "Serverless Workspace",
  );
});
