import { keyOf, WORKSPACE_TYPE } from "../arm/ids";
import { typeOfId } from "../arm/scopes";

const ACCOUNT = {
  Logs: ["Audit", "RequestResponse", "AzureOpenAIRequestUsage", "Trace"],
  Metrics: ["AllMetrics"],
};
const WORKSPACE = {
  Logs: [
    ...["dbfs", "clusters", "accounts", "jobs", "notebook", "ssh", "workspace", "secrets"],
    ...["sqlPermissions", "instancePools", "sqlanalytics", "genie", "globalInitScripts"],
    ...["iamRole", "mlflowExperiment", "featureStore", "RemoteHistoryService"],
    ...["mlflowAcledArtifact", "databrickssql", "deltaPipelines", "modelRegistry", "repos"],
    ...["unityCatalog", "gitCredentials", "webTerminal", "serverlessRealTimeInference"],
    ...["clusterLibraries", "partnerHub", "clamAVScan", "capsule8Dataplane"],
  ],
  Metrics: [],
};

/** The categories of logs and metrics that a diagnostic setting of an account or workspace can have. */
export function categoriesOf(resourceId: string) {
  const categories = keyOf(typeOfId(resourceId)) === keyOf(WORKSPACE_TYPE) ? WORKSPACE : ACCOUNT;
  return Object.entries(categories).flatMap(([categoryType, names]) =>
    names.map((name) => ({
      id: `${resourceId}/providers/microsoft.insights/diagnosticSettingsCategories/${name}`,
      type: "microsoft.insights/diagnosticSettingsCategories",
      name,
      properties: {
        categoryType,
        categoryGroups: categoryType === "Logs" ? groupsOf(name) : null,
      },
    })),
  );
}

/** Every log is in `allLogs`; those about who did what are in `audit`, too. */
const groupsOf = (name: string): string[] =>
  name === "Audit" ? ["allLogs", "audit"] : ["allLogs"];
