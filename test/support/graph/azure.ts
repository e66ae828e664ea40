import { UNKNOWN } from "../../../scripts/engine/plugin";
import type { StubAnswers, Props, Registration } from "./engine";

export const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";
export const TENANT = "00000000-0000-4000-8000-000000000002";
export const KEY = "canary-of-the-account-key";
/** A secret in Pulumi's wire format. */
export const sealed = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
export const HOST = "https://adb-4242.2.azuredatabricks.net";
export const DEPLOYER = "deployer@school.example";

const text = (inputs: Props, key: string): string => {
  const value = inputs[key];
  if (typeof value !== "string") throw new Error(`the input ${key} is no text`);
  return value;
};

/** The ids and outputs of the lab's resources, beside their inputs. */
const OUTPUTS: Record<string, (inputs: Props) => Props> = {
  "azure-native:resources:ResourceGroup": (i) => ({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${text(i, "resourceGroupName")}`,
    name: text(i, "resourceGroupName"),
  }),
  "azure-native:cognitiveservices:Account": (i) => ({
    id: `/accounts/${text(i, "accountName")}`,
    name: text(i, "accountName"),
    properties: { endpoint: `https://${text(i, "accountName")}.openai.azure.com/` },
    location: i["location"] ?? "northeurope",
  }),
  "azure-native:cognitiveservices:Deployment": (i) => ({
    id: "/deployment",
    name: text(i, "deploymentName"),
  }),
  "azure-native:databricks:Workspace": (i) => ({
    id: `/workspaces/${text(i, "workspaceName")}`,
    name: text(i, "workspaceName"),
    workspaceId: "4242",
    workspaceUrl: HOST.slice("https://".length),
    managedResourceGroupId:
      i["managedResourceGroupId"] ?? `/subscriptions/${SUBSCRIPTION}/resourceGroups/school-managed`,
  }),
  "azure-native:authorization:RoleAssignment": (i) => ({
    id: `/roles/${text(i, "roleAssignmentName")}`,
  }),
  "azure-native:authorization:ManagementLockAtResourceGroupLevel": (i) => ({
    id: "/lock",
    name: text(i, "lockName"),
  }),
  "azure-native:consumption:Budget": (i) => ({ id: "/budget", name: text(i, "budgetName") }),
  "azure-native:operationalinsights:Workspace": (i) => ({
    id: `/logs/${text(i, "workspaceName")}`,
  }),
  "azure-native:monitor:DiagnosticSetting": () => ({ id: "/setting" }),
  "pulumi-nodejs:dynamic/rai-lab:Purge": () => ({ id: "purge" }),
  "pulumi-nodejs:dynamic/rai-lab:Readiness": () => ({ id: "ready" }),
  "pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete": () => ({ id: "forced" }),
  "pulumi-nodejs:dynamic/rai-lab:ForcedDelete": () => ({ id: "forced" }),
  "pulumi-nodejs:dynamic/rai-lab:Removal": () => ({ id: "removal" }),
  "pulumi-nodejs:dynamic/rai-lab:Clone": () => ({ id: "clone" }),
  "pulumi-nodejs:dynamic/rai-lab:Member": () => ({ id: "member" }),
  "pulumi:providers:databricks": () => ({ id: "provider" }),
  "pulumi:providers:azure-native": () => ({ id: "provider" }),
  "databricks:index/user:User": () => ({ id: "7" }),
  "databricks:index/secretScope:SecretScope": () => ({ id: "scope" }),
  "databricks:index/secret:Secret": () => ({ id: "scope|||openai-key" }),
  "databricks:index/secretAcl:SecretAcl": () => ({ id: "scope|||student" }),
  "databricks:index/cluster:Cluster": () => ({ id: "1123-cluster", clusterId: "1123-cluster" }),
  "databricks:index/clusterPolicy:ClusterPolicy": () => ({ id: "POLICY", policyId: "POLICY" }),
  "databricks:index/permissions:Permissions": () => ({ id: "permissions" }),
  "databricks:index/directory:Directory": (i) => ({ id: text(i, "path") }),
  "databricks:index/notebook:Notebook": (i) => ({ id: text(i, "path") }),
  "databricks:index/workspaceFile:WorkspaceFile": (i) => ({ id: text(i, "path") }),
};

const CLIENT_CONFIG = "azure-native:authorization:getClientConfig";
const SERVICE_PRINCIPAL = {
  clientId: "client",
  objectId: "object",
  subscriptionId: SUBSCRIPTION,
  tenantId: TENANT,
};
/** Invokes of a person who signed in with the Azure CLI. */
export const PERSON_DEPLOYS: Record<string, Props> = {
  [CLIENT_CONFIG]: { ...SERVICE_PRINCIPAL, clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" },
};

const INVOKES: Record<string, Props> = {
  [CLIENT_CONFIG]: SERVICE_PRINCIPAL,
  "azure-native:cognitiveservices:listAccountKeys": { key1: KEY, key2: "other" },
  "databricks:index/getCurrentUser:getCurrentUser": { userName: DEPLOYER },
};

/** The types that invokes read: their outputs are those of a resource. */
const READ: Record<string, string> = {
  "azure-native:cognitiveservices:getAccount": "azure-native:cognitiveservices:Account",
  "azure-native:databricks:getWorkspace": "azure-native:databricks:Workspace",
};

/** The answer of an invoke: one of `table`, or what the outputs of the resource are. */
function answerOf(table: Record<string, Props>, token: string, args: Props): Props {
  const type = READ[token];
  return type === undefined ? stubOf(table, token) : stubOf(OUTPUTS, type)(args);
}

function stubOf<T>(table: Record<string, T>, key: string): T {
  const found = table[key];
  if (found === undefined)
    throw new Error(`${key} is not stubbed: add it to test/support/graph/azure.ts`);
  return found;
}

/** The outputs of a deployed class stack, without the key. */
export const CLASS_OUTPUTS = {
  resourceGroupName: "rg-rai-lab-spring",
  location: "swedencentral",
  openaiEndpoint: "https://oai-rai-lab-spring.openai.azure.com/",
  openaiAccountName: "oai-rai-lab-spring",
  openaiAccountResourceId: "/accounts/oai-rai-lab-spring",
  openaiApiVersion: "2024-10-21",
  openaiAuth: "key",
  openaiDeployment: "gpt-35-turbo",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 100 },
  databricksHost: HOST,
  databricksWorkspaceId: "4242",
  databricksWorkspaceResourceId: "/workspaces/dbw-rai-lab-spring",
  managedResourceGroupName: "rg-rai-lab-spring-databricks",
};

/**
 * The stub's reply to a stack reference to a class; with `openaiAuth` key it includes the key, as a
 * secret.
 */
export const classStackOutputs =
  (outputs: Props): NonNullable<StubAnswers["read"]> =>
  (_type, { name }) => ({
    name: name!,
    outputs: {
      ...outputs,
      ...(outputs["openaiAuth"] === "key" && {
        openaiKey: sealed(KEY),
      }),
    },
    secretOutputNames: outputs["openaiAuth"] === "key" ? ["openaiKey"] : [],
  });

/** Azure and Databricks after an `up`. `invokes` overrides single answers. */
export const azure = (invokes: Record<string, Props> = {}): StubAnswers => ({
  outputs: ({ type, inputs }) => stubOf(OUTPUTS, type)(inputs),
  invoke: (token, args) => answerOf({ ...INVOKES, ...invokes }, token, args),
  read: classStackOutputs(CLASS_OUTPUTS),
});

/** A first preview: the outputs that the cloud adds are unknown, and no resource has an id. */
export const firstPreview = (invokes: Record<string, Props> = {}): StubAnswers => ({
  outputs: ({ type, inputs }: Registration) => {
    const computed = Object.keys(stubOf(OUTPUTS, type)(inputs)).filter((key) => key !== "id");
    return Object.fromEntries(computed.map((key) => [key, UNKNOWN]));
  },
  invoke: (token) => stubOf({ ...INVOKES, ...invokes }, token),
});
