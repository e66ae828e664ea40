import { nodeType } from "./catalogue";
import type { Cluster } from "../entities";

/** The body of `clusters/get`: what was sent, untouched, with what the service fills in. Unset fields are left out. */
export function describeCluster(cluster: Cluster): Record<string, unknown> {
  const { spec } = cluster;
  const isRunning = cluster.state === "RUNNING";
  const node = nodeType(spec.node_type_id);
  return {
    driver_node_type_id: spec.node_type_id,
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
    ...(isDedicated(spec.data_security_mode) && {
      single_user_name: spec.single_user_name ?? cluster.creator_user_name,
    }),
    cluster_id: cluster.cluster_id,
    creator_user_name: cluster.creator_user_name,
    cluster_source: "API",
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
    ...(isRunning && {
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
    }),
    ...((cluster.state === "TERMINATED" || cluster.state === "TERMINATING") && {
      terminated_time: cluster.terminated_time,
      termination_reason: cluster.termination_reason,
    }),
  };
}

const isDedicated = (mode: string | undefined): boolean =>
  mode === "SINGLE_USER" || mode === "DATA_SECURITY_MODE_DEDICATED";
