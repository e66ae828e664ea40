import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Caps`. */
export interface CapsArgs {
  workspace: WorkspaceHandle;
  policyName: pulumi.Input<string>;
  /** Marks the policy as the stack's in a workspace that has others. Default: none. */
  description?: string | undefined;
  nodeType: string;
  /** Databricks units per hour, of the whole cluster. */
  maxDbusPerHour: number;
  maxAutoterminationMinutes: number;
}

/**
 * A cluster policy that limits the cost of the lab's cluster. Databricks enforces it on every later
 * edit, also by hand. No one is granted the policy: a user who may use a policy may create clusters
 * under it.
 */
export class Caps extends pulumi.ComponentResource {
  readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: CapsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Caps", name, {}, opts);
    const policy = new databricks.ClusterPolicy(
      `${name}-policy`,
      {
        name: args.policyName,
        description: args.description,
        definition: JSON.stringify(policyDefinition(args)),
      },
      childOptions(args.workspace, this),
    );
    this.policyId = policy.policyId;
    this.registerOutputs({ policyId: this.policyId });
  }
}

/**
 * The policy definition: attributes of a cluster, and `dbus_per_hour`, which Databricks computes.
 */
const policyDefinition = (args: CapsArgs) => ({
  dbus_per_hour: { type: "range", maxValue: args.maxDbusPerHour },
  // At least 10: 0 means that the cluster never stops.
  autotermination_minutes: {
    type: "range",
    minValue: 10,
    maxValue: args.maxAutoterminationMinutes,
  },
  node_type_id: { type: "allowlist", values: [args.nodeType] },
  driver_node_type_id: { type: "allowlist", values: [args.nodeType] },
  num_workers: { type: "fixed", value: 0 },
  data_security_mode: { type: "fixed", value: "SINGLE_USER" },
  runtime_engine: { type: "fixed", value: "STANDARD" },
});
