import { isSparkVersion, nodeNames, nodeOf } from "./catalogue";
import type { Content } from "../store";
import type { ClusterSpec } from "../entities";
import { invalid, missing } from "../errors";
import { checkPolicy } from "./policy-rules";

const STANDARD_MODES = ["USER_ISOLATION", "DATA_SECURITY_MODE_STANDARD"];
const SINGLE_NODE =
  "NumWorkers could be 0 only for SingleNode clusters. See https://docs.databricks.com/clusters/single-node.html for more details";

/** @throws INVALID_PARAMETER_VALUE for what the service refuses in a create or an edit. */
export function checkSpec(content: Content, spec: ClusterSpec): void {
  if (!isSparkVersion(spec.spark_version))
    throw invalid(`Invalid spark version ${spec.spark_version}.`);
  checkNode(spec);
  checkSize(spec);
  checkMode(spec);
  const minutes = spec.autotermination_minutes ?? 0;
  if (minutes !== 0 && (minutes < 10 || minutes > 10_000))
    throw invalid(
      `Cluster autotermination time must be between 10 and 10000 minutes, or 0: got ${minutes}.`,
    );
  if (Object.keys(spec.custom_tags ?? {}).length > 45)
    throw invalid("At most 45 custom tags are allowed.");
  if (spec.policy_id !== undefined) {
    const policy = content.policies.get(spec.policy_id);
    if (!policy) throw missing(`Can't find a cluster policy with id: ${spec.policy_id}.`);
    checkPolicy(policy, spec);
  }
}

function checkNode(spec: ClusterSpec): void {
  if (spec.instance_pool_id !== undefined) return;
  for (const name of [spec.node_type_id, spec.driver_node_type_id ?? spec.node_type_id])
    if (!nodeOf(name))
      throw invalid(
        `Node type ${name ?? ""} is not supported. Supported node types: ${nodeNames.join(", ")}`,
      );
}

function checkSize(spec: ClusterSpec): void {
  if ((spec.is_single_node ?? spec.use_ml_runtime) !== undefined && spec.kind === undefined)
    throw invalid("is_single_node and use_ml_runtime are allowed only when kind is set.");
  if (spec.is_single_node || spec.autoscale) return;
  if (spec.num_workers === undefined)
    throw invalid("Missing required field: exactly one of num_workers, autoscale.");
  if (spec.num_workers > 0) return;
  const marked =
    spec.spark_conf?.["spark.databricks.cluster.profile"] === "singleNode" &&
    spec.spark_conf["spark.master"]?.startsWith("local[") &&
    spec.custom_tags?.ResourceClass === "SingleNode";
  if (!marked) throw invalid(SINGLE_NODE);
}

function checkMode(spec: ClusterSpec): void {
  const ml = spec.use_ml_runtime === true || /-ml-/.test(spec.spark_version);
  if (ml && STANDARD_MODES.includes(spec.data_security_mode ?? ""))
    throw invalid(
      `Databricks Runtime for ML is not supported with the access mode ${spec.data_security_mode ?? ""}: use dedicated.`,
    );
  const engine = spec.runtime_engine;
  if (engine !== undefined && engine !== "STANDARD" && engine !== "PHOTON")
    throw invalid(`runtime_engine must be STANDARD or PHOTON, got ${JSON.stringify(engine)}.`);
}
