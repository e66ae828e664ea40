/** Type tokens that the rules use. */

/** An Azure resource group. */
export const RESOURCE_GROUP = "azure-native:resources:ResourceGroup";
/** An Azure OpenAI account. */
export const ACCOUNT = "azure-native:cognitiveservices:Account";
/** A deployment of a model in an account. */
export const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
/** A Databricks workspace, as an Azure resource. */
export const WORKSPACE = "azure-native:databricks:Workspace";
/** A Log Analytics workspace. */
export const LOG_WORKSPACE = "azure-native:operationalinsights:Workspace";
/** A monthly budget of Cost Management. */
export const BUDGET = "azure-native:consumption:Budget";
/** An Azure role assignment. */
export const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";
/** Our dynamic resource that purges an account. */
export const PURGE = "pulumi-nodejs:dynamic/rai-lab:Purge";
/** Our dynamic resource that deletes a workspace by force. */
export const FORCED_DELETE = "pulumi-nodejs:dynamic/rai-lab:ForcedDelete";
/** Our dynamic resource that deletes a Log Analytics workspace for good. */
export const FORCED_LOG_DELETE = "pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete";
/** A lock on a resource group. */
export const LOCK = "azure-native:authorization:ManagementLockAtResourceGroupLevel";
/** A configured databricks provider. */
export const DATABRICKS_PROVIDER = "pulumi:providers:databricks";
/** A configured azure-native provider. */
export const AZURE_PROVIDER = "pulumi:providers:azure-native";
/** A Databricks cluster. */
export const CLUSTER = "databricks:index/cluster:Cluster";
/** A Databricks cluster policy. */
export const CLUSTER_POLICY = "databricks:index/clusterPolicy:ClusterPolicy";
/** A library installed on a cluster, as a resource of its own. */
export const LIBRARY = "databricks:index/library:Library";
/** An uploaded notebook. */
export const NOTEBOOK = "databricks:index/notebook:Notebook";
/** An uploaded workspace file. */
export const WORKSPACE_FILE = "databricks:index/workspaceFile:WorkspaceFile";
/** The permissions on one Databricks object. */
export const PERMISSIONS = "databricks:index/permissions:Permissions";
/** A Databricks secret. */
export const SECRET = "databricks:index/secret:Secret";
/** The permission of one principal on a secret scope. */
export const SECRET_ACL = "databricks:index/secretAcl:SecretAcl";
/** A Databricks secret scope. */
export const SECRET_SCOPE = "databricks:index/secretScope:SecretScope";
/** A user of a Databricks workspace. */
export const USER = "databricks:index/user:User";
