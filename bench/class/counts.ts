import { azureStore } from "../../scripts/cloud/azure/store";
import { table } from "../../scripts/cloud/azure/tables";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import type { World } from "../../scripts/cloud/core/world";

/** What a world holds of what a plan of a class counts. */
export interface HeldByWorld {
  accounts: number;
  deployments: number;
  /** Thousands of tokens a minute. */
  capacity: number;
  cores: number;
  groups: number;
}

/** Counts everything in the world: it must have nothing but the class. */
export function heldByWorld(world: World): HeldByWorld {
  const { accounts, deployments, groups, workspaces } = azureStore(world);
  const all = deployments.values();
  const { sizes } = table(world, "vm-sizes");
  const machines = workspaces
    .values()
    .flatMap(({ workspaceId }) => workspaceStore(world.store, workspaceId).clusters.values())
    .map(({ spec }) => sizes.find(({ name }) => name === spec.node_type_id)?.vCPUs ?? NaN);
  return {
    accounts: accounts.values().length,
    deployments: all.length,
    capacity: all.reduce((sum, { sku }) => sum + sku.capacity, 0),
    cores: machines.reduce((sum, cores) => sum + cores, 0),
    groups: groups.values().length,
  };
}

/** How much of a destroyed class a world still holds, soft-deleted accounts included. */
export function leftIn(world: World): number {
  const { accounts, deployments, capacity, cores, groups } = heldByWorld(world);
  const deleted = azureStore(world).deletedAccounts.values().length;
  return accounts + deployments + capacity + cores + groups + deleted;
}
