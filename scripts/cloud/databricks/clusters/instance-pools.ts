import type { World } from "../../core/world";
import type { Cluster, ClusterSpec } from "../entities";
import { doesNotExist, invalidParameter } from "../errors";
import type { WorkspaceStore } from "../store";
import type { InstancePool } from "./instance-pool";

/** @throws ApiError RESOURCE_DOES_NOT_EXIST */
export function poolById({ pools }: WorkspaceStore, id: string): InstancePool {
  const found = pools.get(id);
  if (!found) throw doesNotExist(`Can't find an instance pool with id: ${id}.`);
  return found;
}

/**
 * The machine of the pool that a cluster's settings name; undefined where they name none.
 * @throws ApiError INVALID_PARAMETER_VALUE where they name a machine besides; RESOURCE_DOES_NOT_EXIST
 */
export function machineOfPool(store: WorkspaceStore, spec: ClusterSpec): string | undefined {
  if (spec.instance_pool_id === undefined) return undefined;
  const named = ["node_type_id", "driver_node_type_id"].find((name) => spec[name] !== undefined);
  if (named !== undefined)
    throw invalidParameter(
      `The field '${named}' cannot be supplied when an instance pool ID is provided.`,
    );
  return poolById(store, spec.instance_pool_id).settings.node_type_id;
}

/** Machines of a cluster: its driver and its workers. */
const machinesOf = ({ num_workers, autoscale }: ClusterSpec): number =>
  1 + (autoscale?.min_workers ?? num_workers ?? 0);

const usersOf = ({ clusters }: WorkspaceStore, pool: string): Cluster[] =>
  clusters
    .values()
    .filter(({ spec, state }) => spec.instance_pool_id === pool && state !== "TERMINATED");

/** Why a pool has no machines for a cluster that is launched; undefined where it has them. */
export function poolFailure(
  store: WorkspaceStore,
  { cluster_id, spec }: Cluster,
): Cluster["failure"] {
  if (spec.instance_pool_id === undefined) return undefined;
  const pool = store.pools.get(spec.instance_pool_id);
  if (!pool)
    return {
      code: "INSTANCE_POOL_NOT_FOUND",
      message: `Can't find an instance pool with id: ${spec.instance_pool_id}.`,
    };
  const { max_capacity: most = Infinity } = pool.settings;
  const used = usersOf(store, pool.instance_pool_id)
    .filter((other) => other.cluster_id !== cluster_id)
    .reduce((sum, other) => sum + machinesOf(other.spec), 0);
  if (used + machinesOf(spec) <= most) return undefined;
  return {
    code: "INSTANCE_POOL_MAX_CAPACITY_REACHED",
    message: `Instance pool ${pool.instance_pool_id} has reached its maximum capacity of ${most}.`,
  };
}

/** The body of `instance-pools/get`. */
export function describePool(
  store: WorkspaceStore,
  { instance_pool_id, settings, creator }: InstancePool,
): Record<string, unknown> {
  const users = usersOf(store, instance_pool_id);
  const count = (isRunning: boolean): number =>
    users
      .filter(({ state }) => (state === "RUNNING") === isRunning)
      .reduce((sum, { spec }) => sum + machinesOf(spec), 0);
  const [used_count, pending_used_count] = [count(true), count(false)];
  return {
    enable_elastic_disk: true,
    idle_instance_autotermination_minutes: 60,
    ...settings,
    instance_pool_id,
    state: "ACTIVE",
    status: {},
    stats: {
      used_count,
      idle_count: Math.max(0, settings.min_idle_instances - used_count - pending_used_count),
      pending_used_count,
      pending_idle_count: 0,
    },
    default_tags: {
      Vendor: "Databricks",
      DatabricksInstancePoolCreatorId: creator,
      DatabricksInstancePoolId: instance_pool_id,
    },
  };
}

/** An id with the month, day and time in it. */
export const newPoolId = (world: World): string => {
  const stamp = world.clock.iso().replace(/\D/g, "");
  return `${stamp.slice(4, 8)}-${stamp.slice(8, 14)}-pool-${world.random.hex(8)}`;
};
