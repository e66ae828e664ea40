import { nodeType } from "./catalogue";
import type { Cluster } from "../entities";

/** The body of `clusters/get`: the settings as sent, and the fields that the service fills in. */
export function describeCluster(cluster: Cluster): Record<string, unknown> {
  const { spec } = cluster;
  return {
    node_type_id: machineOf(cluster),
    driver_node_type_id: machineOf(cluster),
    driver_instance_pool_id: spec.instance_pool_id,
    enable_elastic_disk: true,
    enable_local_disk_encryption: false,
    data_security_mode: "NONE",
    ...spec,
    azure_attributes: {
      first_on_demand: 1,
      availability: "ON_DEMAND_AZURE",
      spot_bid_max_price: -1.0,
      ...(spec.azure_attributes as object | undefined),
    },
    autotermination_minutes: spec.autotermination_minutes ?? 0,
    single_user_name: singleUserName(cluster),
    cluster_id: cluster.cluster_id,
    creator_user_name: cluster.creator_user_name,
    cluster_source: sourceOf(cluster),
    state: cluster.state,
    state_message: cluster.state_message,
    start_time: cluster.start_time,
    last_state_loss_time: 0,
    last_activity_time: cluster.last_activity,
    last_restarted_time: cluster.last_restarted_time ?? cluster.start_time,
    default_tags: {
      Vendor: "Databricks",
      Creator: cluster.creator_user_name,
      ClusterName: spec.cluster_name ?? "",
      ClusterId: cluster.cluster_id,
    },
    spec,
    ...resourcesOf(cluster),
    terminated_time: cluster.terminated_time,
    termination_reason: cluster.termination_reason,
  };
}

/** The machine of a cluster's nodes: the one that its settings name, or its pool's. */
export const machineOf = ({
  spec,
  machine,
}: Pick<Cluster, "spec" | "machine">): string | undefined => spec.node_type_id ?? machine;

/** Who made a cluster: a call, or a run for itself. */
export const sourceOf = ({ isOfRun = false }: Cluster): string => (isOfRun ? "JOB" : "API");

/** A cluster in dedicated access mode belongs to its creator unless the settings name a user. */
function singleUserName({ spec, creator_user_name }: Cluster): string | undefined {
  const isDedicated =
    spec.data_security_mode === "SINGLE_USER" ||
    spec.data_security_mode === "DATA_SECURITY_MODE_DEDICATED";
  if (!isDedicated) return spec.single_user_name;
  return spec.single_user_name ?? creator_user_name;
}

/** The fields that only a running cluster has. */
function resourcesOf(cluster: Cluster): Record<string, unknown> | undefined {
  if (cluster.state !== "RUNNING") return undefined;
  const node = nodeType(machineOf(cluster));
  return {
    cluster_cores: node?.cores ?? 0,
    cluster_memory_mb: node?.memoryMb ?? 0,
    jdbc_port: 10000,
    spark_context_id: cluster.spark_context_id,
    executors: [],
    driver: {
      node_id: cluster.cluster_id.replace(/-.*-/, ""),
      instance_id: cluster.cluster_id,
      private_ip: "10.139.64.4",
      host_private_ip: "10.139.0.4",
      public_dns: "",
      start_timestamp: cluster.start_time,
    },
  };
}
