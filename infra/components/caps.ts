import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

export interface CapsArgs {
  workspace: WorkspaceHandle;
  policyName: pulumi.Input<string>;
  nodeType: string;
  /** Databricks units of the whole cluster. */
  maxDbusPerHour: number;
  maxAutoterminationMinutes: number;
}

/**
 * A cluster policy: what the lab's cluster may cost at most. Databricks holds it on every later edit, also by hand. It
 * is granted to nobody, since whoever may use a policy may make clusters of their own under it.
 */
export class Caps extends pulumi.ComponentResource {
  readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: CapsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Caps", name, {}, opts);
    const policy = new databricks.ClusterPolicy(
      `${name}-policy`,
      { name: args.policyName, definition: JSON.stringify(policyDefinition(args)) },
      childOptions(args.workspace, this),
    );
    this.policyId = policy.policyId;
    this.registerOutputs({ policyId: this.policyId });
  }
}

/** The elements of a policy definition: attributes of a cluster, and `dbus_per_hour`, which Databricks works out. */
const policyDefinition = (args: CapsArgs) => ({
  dbus_per_hour: { type: "range", maxValue: args.maxDbusPerHour },
  // At least 10: 0 would mean never.
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
