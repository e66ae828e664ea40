import { parseConfig, type LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/naming";
import { doctor, type Finding } from "../../scripts/doctor";
import { ok, SUBSCRIPTION, type FakeArm } from "./fake-arm";

/** The day these tests live on. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");

/** A checked configuration; settings are given as Pulumi passes them, without `rai-lab:`. */
export const configOf = (settings: Record<string, string> = {}): LabConfig => {
  const config = Object.entries({ student: '{"userName":"student@rai-lab.example"}', ...settings });
  return parseConfig(Object.fromEntries(config.map(([key, value]) => [`rai-lab:${key}`, value])), "dev", "rai-lab");
};

export const names = namesOf({ subscriptionId: SUBSCRIPTION, project: "rai-lab", stack: "dev" });
export const accountPath = `/resourcegroups/${names.resourceGroup}/providers/microsoft.cognitiveservices/accounts/${names.openaiAccount}`;
const provider = "/providers/microsoft.cognitiveservices";
/** Paths of the questions, as FakeArm keeps its answers. */
export const paths = {
  models: `${provider}/locations/eastus2/models`,
  usages: `${provider}/locations/eastus2/usages`,
  deletedAccounts: `${provider}/deletedaccounts`,
  capacities: `${provider}/modelcapacities`,
  accounts: `${provider}/accounts`,
  account: accountPath,
  deployment: `${accountPath}/deployments/gpt-35-turbo`,
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
    skus: [{ name: "Standard", usageName: "OpenAI.Standard.gpt-4o", costs: [{ name: "ContextToken" }] }],
    ...change,
  },
});

/** One row of a usages answer. */
export const usage = (value: string, currentValue: number, limit: number, localizedValue = value): unknown => ({
  name: { value, localizedValue },
  currentValue,
  limit,
  unit: "Count",
});

export const TPM = "Tokens Per Minute (thousands) - gpt-4o";

/** Gives a fake Azure the answers of a subscription in which the default lab can be deployed. */
export function makeHealthy(arm: FakeArm): void {
  arm.reset();
  arm.answers.set(paths.models, ok({ value: [model()] }));
  const rows = [usage("OpenAI.S0.AccountCount", 3, 30), usage("OpenAI.Standard.gpt-4o", 20, 150, TPM)];
  arm.answers.set(paths.usages, ok({ value: rows }));
  arm.answers.set(paths.deletedAccounts, ok({ value: [] }));
}

/** What one rule finds. */
export async function finding(arm: FakeArm, rule: string, settings: Record<string, string> = {}): Promise<Finding> {
  const { findings } = await doctor({ config: configOf(settings), session: arm.session, now: NOW });
  return findings.find((one) => one.rule === rule)!;
}
