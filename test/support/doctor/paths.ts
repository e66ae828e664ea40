import { doctor, type Finding } from "../../../scripts/doctor";
import { ok, type FakeArm } from "../azure/fake-arm";
import { configOf, names, NOW } from "./context";

const accountPath = `/resourcegroups/${names.resourceGroup}/providers/microsoft.cognitiveservices/accounts/${names.openaiAccount}`;
const provider = "/providers/microsoft.cognitiveservices";
/** Paths of the questions, as FakeArm keeps its answers. */
export const paths = {
  models: `${provider}/locations/eastus2/models`,
  usages: `${provider}/locations/eastus2/usages`,
  deletedAccounts: `${provider}/deletedaccounts`,
  deletedLogs: "/providers/microsoft.operationalinsights/deletedworkspaces",
  skus: `${provider}/skus`,
  capacities: `${provider}/modelcapacities`,
  domain: `${provider}/checkdomainavailability`,
  accounts: `${provider}/accounts`,
  account: accountPath,
  deployment: `${accountPath}/deployments/gpt-35-turbo`,
  permissions: "/providers/microsoft.authorization/permissions",
  groupPermissions: `/resourcegroups/${names.resourceGroup}/providers/microsoft.authorization/permissions`,
  policies: "/providers/microsoft.authorization/policyassignments",
  cognitive: provider,
  databricks: "/providers/microsoft.databricks",
  vmSizes: "/providers/microsoft.compute/skus",
  cores: "/providers/microsoft.compute/locations/eastus2/usages",
  subscription: "",
  budget: `/providers/microsoft.consumption/budgets/${names.budget}`,
};

/** One row of a models answer: gpt-4o 2024-11-20 on Standard, in its prime unless told otherwise. */
export const model = (change: Record<string, unknown> = {}, kind = "OpenAI"): unknown => ({
  kind,
  skuName: "S0",
  model: {
    format: "OpenAI",
    name: "gpt-4o",
    version: "2024-11-20",
    lifecycleStatus: "GenerallyAvailable",
    deprecation: { inference: "2027-04-14T00:00:00Z" },
    capabilities: { chatCompletion: "true" },
    skus: [
      { name: "Standard", usageName: "OpenAI.Standard.gpt-4o", costs: [{ name: "ContextToken" }] },
    ],
    ...change,
  },
});

/** One row of a usages answer. */
export const usage = (
  value: string,
  currentValue: number,
  limit: number,
  localizedValue = value,
): unknown => ({
  name: { value, localizedValue },
  currentValue,
  limit,
  unit: "Count",
});

export const TPM = "Tokens Per Minute (thousands) - gpt-4o";

/** One row of a skus answer. */
export const accountSku = (change: Record<string, unknown> = {}): unknown => ({
  resourceType: "accounts",
  name: "S0",
  kind: "OpenAI",
  locations: ["EASTUS2"],
  restrictions: [],
  ...change,
});

/** One row of Compute's skus answer. */
export const vmSize = (change: Record<string, unknown> = {}): unknown => ({
  resourceType: "virtualMachines",
  name: "Standard_D4ds_v5",
  family: "standardDDSv5Family",
  capabilities: [
    { name: "vCPUs", value: "4" },
    { name: "MemoryGB", value: "16" },
  ],
  restrictions: [],
  ...change,
});

/** Gives a fake Azure the answers of a subscription in which the default lab can be deployed. */
export function makeHealthy(arm: FakeArm): void {
  arm.reset();
  arm.answers.set(paths.models, ok({ value: [model()] }));
  const rows = [
    usage("OpenAI.S0.AccountCount", 3, 30),
    usage("OpenAI.Standard.gpt-4o", 20, 150, TPM),
  ];
  arm.answers.set(paths.usages, ok({ value: rows }));
  arm.answers.set(paths.skus, ok({ value: [accountSku()] }));
  arm.answers.set(paths.deletedAccounts, ok({ value: [] }));
  arm.answers.set(paths.deletedLogs, ok({ value: [] }));
  arm.answers.set(paths.permissions, ok({ value: [{ actions: ["*"], notActions: [] }] }));
  arm.answers.set(paths.policies, ok({ value: [] }));
  arm.answers.set(paths.domain, ok({ isSubdomainAvailable: true }));
  for (const path of [paths.cognitive, paths.databricks])
    arm.answers.set(path, ok({ registrationState: "Registered" }));
  arm.answers.set(paths.vmSizes, ok({ value: [vmSize()] }));
  const cores = [
    usage("standardDDSv5Family", 8, 100),
    usage("cores", 20, 100, "Total Regional vCPUs"),
  ];
  arm.answers.set(paths.cores, ok({ value: cores }));
}

/** What one rule finds. */
export async function finding(
  arm: FakeArm,
  rule: string,
  settings: Record<string, unknown> = {},
): Promise<Finding> {
  const { findings } = await doctor({ config: configOf(settings), session: arm.session, now: NOW });
  return findings.find((one) => one.rule === rule)!;
}
