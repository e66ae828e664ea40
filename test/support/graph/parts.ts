import { Student } from "../../../infra/components/student";
import { Workspace } from "../../../infra/components/workspace";
import { SUBSCRIPTION, TENANT } from "./azure";

/** A workspace for tests of what lives in one. */
export const testWorkspace = (args: { authType?: string; noPublicIp?: boolean } = {}): Workspace =>
  new Workspace("databricks", {
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    resourceGroupName: "group",
    location: "eastus2",
    workspaceName: "dbw",
    managedResourceGroupName: "managed",
    tags: { stack: "dev" },
    computeMode: "Hybrid",
    noPublicIp: true,
    authType: "azure-cli",
    ...args,
  });

export const STUDENT = "student@rai-lab.example";
export const testStudent = (
  workspace: Workspace,
  userName: string | undefined = STUDENT,
): Student => new Student("student", { workspace, userName });
/** The deployer is the student. */
export const deployerAsStudent = (workspace: Workspace): Student =>
  new Student("student", { workspace });
