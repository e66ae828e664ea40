import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { LabError } from "../errors";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Student`. */
export interface StudentArgs {
  workspace: WorkspaceHandle;
  /** The student's sign-in name. Default: the deployer, who must then be a person. */
  userName?: string | undefined;
}

/** The student of the lab, who owns the cluster and may run the notebook and read the key. */
export class Student extends pulumi.ComponentResource {
  readonly userName: pulumi.Output<string>;
  /**
   * The deployer needs no grants: the workspace is theirs, and Databricks refuses to lower their
   * rights.
   */
  readonly isDeployer: boolean;

  constructor(name: string, args: StudentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Student", name, {}, opts);
    this.isDeployer = args.userName === undefined;
    this.userName =
      args.userName === undefined
        ? currentUserName(args.workspace, this)
        : createUser(name, args.userName, args.workspace, this);
    this.registerOutputs({ userName: this.userName });
  }
}

/**
 * Creates the student as a user of the workspace. `force` adopts an existing user, and no destroy
 * deletes one: the user may be the teacher, or have another seat. Without cluster, folder and scope
 * the user has no access to the lab.
 */
const createUser = (
  name: string,
  userName: string,
  workspace: WorkspaceHandle,
  parent: Student,
): pulumi.Output<string> =>
  new databricks.User(
    `${name}-user`,
    { userName, force: true },
    { ...childOptions(workspace, parent), retainOnDelete: true },
  ).userName;

/** The sign-in name of the deployer. */
const currentUserName = (
  { provider, ready }: WorkspaceHandle,
  parent: Student,
): pulumi.Output<string> =>
  databricks
    .getCurrentUserOutput({}, { provider, parent, dependsOn: [ready] })
    .apply((me) => requirePerson(me.userName));

/**
 * Returns the name of a person. A service principal's name is its client id.
 * @throws LabError `config`
 */
export function requirePerson(userName: string): string {
  if (userName.includes("@")) return userName;
  throw new LabError(
    "config",
    `A service principal (${userName}) deploys, and cannot be the student. ` +
      `Name one: pulumi config set --path rai-lab:student.userName name@school.example`,
    { where: "rai-lab:student" },
  );
}
