import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { SECRET_KEY } from "../names/physical-names";
import type { Student } from "./student";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

export interface AccessArgs {
  workspace: WorkspaceHandle;
  student: Student;
  scopeName: pulumi.Input<string>;
  /** The Azure OpenAI key: stored as a secret, never in the notebook. None where nobody can sign in with one. */
  openaiKey?: pulumi.Input<string> | undefined;
}

/** The student's secret scope, with the key in it if there is one: to read, and not to change. */
export class Access extends pulumi.ComponentResource {
  readonly scopeName: pulumi.Output<string>;

  constructor(name: string, args: AccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Access", name, {}, opts);
    const inside = childOptions(args.workspace, this);
    const scope = new databricks.SecretScope(`${name}-scope`, { name: args.scopeName }, inside);
    const secret =
      args.openaiKey === undefined
        ? undefined
        : new databricks.Secret(
            `${name}-key`,
            { scope: scope.name, key: SECRET_KEY, stringValue: pulumi.secret(args.openaiKey) },
            inside,
          );
    if (!args.student.isDeployer)
      new databricks.SecretAcl(
        `${name}-reader`,
        { scope: scope.name, principal: args.student.userName, permission: "READ" },
        inside,
      );
    // Known once the key is in it: what is told to students works.
    this.scopeName = secret ? secret.scope : scope.name;
    this.registerOutputs({ scopeName: this.scopeName });
  }
}
