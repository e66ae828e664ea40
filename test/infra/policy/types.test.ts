import {
  ManagementLockAtResourceGroupLevel,
  RoleAssignment,
} from "@pulumi/azure-native/authorization";
import { Account, Deployment } from "@pulumi/azure-native/cognitiveservices";
import { Budget } from "@pulumi/azure-native/consumption";
import { Workspace } from "@pulumi/azure-native/databricks";
import { Workspace as LogWorkspace } from "@pulumi/azure-native/operationalinsights";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as databricks from "@pulumi/databricks";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as types from "../../../infra/policy/types";

// A rule for a type that does not exist would never speak.
const CLASSES: Partial<Record<keyof typeof types, object>> = {
  RESOURCE_GROUP: ResourceGroup,
  ACCOUNT: Account,
  DEPLOYMENT: Deployment,
  WORKSPACE: Workspace,
  LOG_WORKSPACE: LogWorkspace,
  BUDGET: Budget,
  ROLE_ASSIGNMENT: RoleAssignment,
  LOCK: ManagementLockAtResourceGroupLevel,
  CLUSTER: databricks.Cluster,
  CLUSTER_POLICY: databricks.ClusterPolicy,
  LIBRARY: databricks.Library,
  NOTEBOOK: databricks.Notebook,
  WORKSPACE_FILE: databricks.WorkspaceFile,
  PERMISSIONS: databricks.Permissions,
  SECRET: databricks.Secret,
  SECRET_ACL: databricks.SecretAcl,
  SECRET_SCOPE: databricks.SecretScope,
  USER: databricks.User,
};
const OURS = [
  "PURGE",
  "FORCED_DELETE",
  "FORCED_LOG_DELETE",
  "DATABRICKS_PROVIDER",
  "AZURE_PROVIDER",
];

test("every type is checked here", () => {
  expect([...Object.keys(CLASSES), ...OURS].sort()).toEqual(Object.keys(types).sort());
});

test.each(Object.entries(CLASSES))("%s is what its class is called", (name, constructor) => {
  expect(types[name as keyof typeof types]).toBe(Reflect.get(constructor, "__pulumiType"));
});

test("our own are in the plan", () => {
  const plan = readFileSync(join(__dirname, "../../golden/lab-key-current.json"), "utf8");
  for (const type of [types.PURGE, types.FORCED_DELETE, types.DATABRICKS_PROVIDER])
    expect(plan).toContain(`"${type}::`);
});
