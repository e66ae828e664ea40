import { isSparkVersion, nodeTypeNames, nodeType } from "./catalogue";
import type { WorkspaceStore } from "../store";
import type { ClusterSpec } from "../entities";
import { invalidParameter, doesNotExist } from "../errors";
import { machineOfPool } from "./instance-pools";
import { checkPolicy } from "./policy-rules";

/*
 * @parity
 * - refusals of a cluster spec (single node, runtime, node type, ML on shared access, policy) —
 *   rules documented, texts reported or guessed
 * - clusters in a serverless workspace: 400 FeatureNotSupportedForServerlessWorkspace — guessed
 */

const STANDARD_MODES = ["USER_ISOLATION", "DATA_SECURITY_MODE_STANDARD"];
const SINGLE_NODE_MESSAGE =
  "NumWorkers could be 0 only for SingleNode clusters. See https://docs.databricks.com/clusters/single-node.html for more details";

/**
 * Checks the settings of a create or an edit, as the service does.
 * @throws ApiError INVALID_PARAMETER_VALUE, or RESOURCE_DOES_NOT_EXIST for an unknown policy.
 */
export function checkSpec(store: WorkspaceStore, spec: ClusterSpec): void {
  if (!isSparkVersion(spec.spark_version))
    throw invalidParameter(`Invalid spark version ${spec.spark_version}.`);
  checkNodeTypes(store, spec);
  checkWorkers(spec);
  checkAccessMode(spec);
  const minutes = spec.autotermination_minutes ?? 0;
  if (minutes !== 0 && (minutes < 10 || minutes > 10_000))
    throw invalidParameter(
      `Cluster autotermination time must be between 10 and 10000 minutes, or 0: got ${minutes}.`,
    );
  if (Object.keys(spec.custom_tags ?? {}).length > 45)
    throw invalidParameter("At most 45 custom tags are allowed.");
  if (spec.policy_id !== undefined) {
    const policy = store.policies.get(spec.policy_id);
    if (!policy) throw doesNotExist(`Can't find a cluster policy with id: ${spec.policy_id}.`);
    checkPolicy(policy, spec);
  }
}

function checkNodeTypes(store: WorkspaceStore, spec: ClusterSpec): void {
  if (machineOfPool(store, spec) !== undefined) return;
  for (const name of [spec.node_type_id, spec.driver_node_type_id ?? spec.node_type_id])
    if (!nodeType(name))
      throw invalidParameter(
        `Node type ${name ?? ""} is not supported. Supported node types: ${nodeTypeNames.join(", ")}`,
      );
}

function checkWorkers(spec: ClusterSpec): void {
  if ((spec.is_single_node ?? spec.use_ml_runtime) !== undefined && spec.kind === undefined)
    throw invalidParameter("is_single_node and use_ml_runtime are allowed only when kind is set.");
  if (spec.is_single_node || spec.autoscale) return;
  if (spec.num_workers === undefined)
    throw invalidParameter("Missing required field: exactly one of num_workers, autoscale.");
  if (spec.num_workers > 0) return;
  const isSingleNode =
    spec.spark_conf?.["spark.databricks.cluster.profile"] === "singleNode" &&
    spec.spark_conf["spark.master"]?.startsWith("local[") &&
    spec.custom_tags?.ResourceClass === "SingleNode";
  if (!isSingleNode) throw invalidParameter(SINGLE_NODE_MESSAGE);
}

function checkAccessMode(spec: ClusterSpec): void {
  const ml = spec.use_ml_runtime === true || /-ml-/.test(spec.spark_version);
  if (ml && STANDARD_MODES.includes(spec.data_security_mode ?? ""))
    throw invalidParameter(
      `Databricks Runtime for ML is not supported with the access mode ${spec.data_security_mode ?? ""}: use dedicated.`,
    );
  const engine = spec.runtime_engine;
  if (engine !== undefined && engine !== "STANDARD" && engine !== "PHOTON")
    throw invalidParameter(
      `runtime_engine must be STANDARD or PHOTON, got ${JSON.stringify(engine)}.`,
    );
}
