import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { LabError, withCureInMessage } from "../errors";
import { Member } from "./dynamic/member";
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
  /** The student as a user whom this stack names; absent for the deployer. */
  private readonly user: databricks.User | Member | undefined;

  constructor(name: string, args: StudentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Student", name, {}, opts);
    this.isDeployer = args.userName === undefined;
    if (args.userName !== undefined)
      this.user = createUser(name, args.userName, args.workspace, this);
    this.userName = this.user?.userName ?? currentUserName(args.workspace, this);
    this.registerOutputs({ userName: this.userName });
  }

  /**
   * Options of what the student alone owns: another student gets it empty. In a seat, whose trigger
   * is the class's workspace, the user's replacement says so; elsewhere also the deployer can be
   * the student, and the name says so.
   */
  ownOptions(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    const { replaceWith = [] } = options;
    const trigger = options.replacementTrigger as pulumi.Input<string> | undefined;
    return {
      ...options,
      replaceWith: this.user ? [...replaceWith, this.user] : replaceWith,
      replacementTrigger: trigger ?? this.userName.apply((name) => name.toLowerCase()),
    };
  }
}

/**
 * Makes the student a user of the workspace. `force` adopts an existing user, and no destroy
 * deletes one: the user may be the teacher, or have another seat. Without cluster, folder and scope
 * the user has no access to the lab.
 */
const createUser = (
  name: string,
  userName: string,
  workspace: WorkspaceHandle,
  parent: Student,
): databricks.User | Member => {
  if (!workspace.existedBefore)
    return new databricks.User(
      `${name}-user`,
      { userName, force: true },
      { ...childOptions(workspace, parent), retainOnDelete: true },
    );
  const { resourceId, host } = workspace;
  return new Member(`${name}-user`, { resourceId, host, userName }, workspace.ownedOptions(parent));
};

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
  throw withCureInMessage(noStudent(userName));
}

/** The error for a deployer who is not known to be a person, and names no student. */
export const noStudent = (deployer: string): LabError =>
  new LabError(
    "config",
    `No student is named, and the deployer (${deployer}) is not known to be a person.`,
    {
      where: "rai-lab:student",
      cure: "Name the student: pulumi config set --path rai-lab:student.userName name@school.example",
    },
  );
