import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { SECRET_KEY } from "../names/physical-names";
import type { Student } from "./student";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Access`. */
export interface AccessArgs {
  workspace: WorkspaceHandle;
  student: Student;
  scopeName: pulumi.Input<string>;
  /**
   * The Azure OpenAI key: stored as a secret, never in the notebook. Absent when the account
   * accepts no keys.
   */
  openaiKey?: pulumi.Input<string> | undefined;
}

/**
 * The student's secret scope, with the key if there is one. The student may read it, not change it.
 */
export class Access extends pulumi.ComponentResource {
  readonly scopeName: pulumi.Output<string>;

  constructor(name: string, args: AccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Access", name, {}, opts);
    const options = childOptions(args.workspace, this);
    const scope = new databricks.SecretScope(`${name}-scope`, { name: args.scopeName }, options);
    this.scopeName = scope.name;
    if (args.openaiKey !== undefined) {
      const value = pulumi.secret(args.openaiKey);
      const secret = { scope: scope.name, key: SECRET_KEY, stringValue: value };
      // The secret's output: outputs that name the scope are known once the key is in it.
      this.scopeName = new databricks.Secret(`${name}-key`, secret, options).scope;
    }
    if (!args.student.isDeployer)
      new databricks.SecretAcl(
        `${name}-reader`,
        { scope: scope.name, principal: args.student.userName, permission: "READ" },
        options,
      );
    this.registerOutputs({ scopeName: this.scopeName });
  }
}
