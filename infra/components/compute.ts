import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import type { Student } from "./student";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Compute`. */
export interface ComputeArgs {
  workspace: WorkspaceHandle;
  student: Student;
  clusterName: pulumi.Input<string>;
  /** An ML runtime for CPUs, such as `16.4.x-cpu-ml-scala2.12`. */
  runtime: string;
  nodeType: string;
  /** Idle minutes after which the cluster stops. */
  autoterminationMinutes: number;
  /** One pinned PyPI package, installed by the cluster before any notebook starts. */
  library: string;
  /** Its tags, beside the one that makes it a single node. Default: none. */
  tags?: Record<string, string> | undefined;
  /** The cluster policy that it must obey. Default: none. */
  policyId?: pulumi.Input<string> | undefined;
}

/** The student's own single-node cluster: no workers, no GPU, no Photon. */
export class Compute extends pulumi.ComponentResource {
  readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: ComputeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Compute", name, {}, opts);
    const cluster = createCluster(name, args, this);
    if (!args.student.isDeployer)
      new databricks.Permissions(
        `${name}-permissions`,
        {
          clusterId: cluster.clusterId,
          accessControls: [{ userName: args.student.userName, permissionLevel: "CAN_RESTART" }],
        },
        childOptions(args.workspace, this),
      );
    this.clusterId = cluster.clusterId;
    this.registerOutputs({ clusterId: this.clusterId });
  }
}

/** Creates the single-node cluster. */
const createCluster = (name: string, args: ComputeArgs, parent: Compute): databricks.Cluster =>
  new databricks.Cluster(
    `${name}-cluster`,
    {
      clusterName: args.clusterName,
      sparkVersion: args.runtime,
      nodeTypeId: args.nodeType,
      // A single node is its driver. Without this input a change of the node type would leave the
      // driver as it was.
      driverNodeTypeId: args.nodeType,
      autoterminationMinutes: args.autoterminationMinutes,
      // ML runtimes run only on a cluster with one owner.
      dataSecurityMode: "SINGLE_USER",
      singleUserName: args.student.userName,
      policyId: args.policyId,
      runtimeEngine: "STANDARD",
      // These three together make a single node, in the form that the service returns unchanged.
      numWorkers: 0,
      sparkConf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
      customTags: { ResourceClass: "SingleNode", ...args.tags },
      // Inline: deleting a databricks.Library starts the cluster, and a refresh drops it.
      libraries: [{ pypi: { package: args.library } }],
    },
    // A running cluster refuses another version of an installed package.
    { ...childOptions(args.workspace, parent), replaceOnChanges: ["libraries"] },
  );
