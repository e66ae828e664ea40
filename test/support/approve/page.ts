import { resourceTypeOf } from "../../../infra/azure/resource-types";
import { dependencies } from "../../../package.json";
import { stackMoney } from "../../../scripts/class/stack-money";
import { readPrices } from "../../../scripts/class/plan";
import { WEEKEND_HOURS, OVERNIGHT_HOURS } from "../../../scripts/class/plan/money";
import { amountText, basisLines } from "../../../scripts/commands/money-text";
import { listedPrice } from "../../../scripts/prices";
import { configOf } from "../class/plan";
import type { JsonObject } from "../../../infra/json-object";

/** A resource of a recorded plan. */
export interface PlannedResource {
  /** `TYPE::LOGICAL NAME` */
  urn: string;
  inputs?: JsonObject;
}

/** A recorded plan, and the settings that it has beside the defaults. */
export interface RecordedPlan {
  settings: string;
  resources: readonly PlannedResource[];
}

/** What each resource is for. A type that is new to the program needs a line here. */
const WHY: Record<string, string> = {
  "azure-native:resources:ResourceGroup": "holds account and workspace; deleting it ends both",
  "azure-native:cognitiveservices:Account": "Azure OpenAI, kind `OpenAI`, SKU `S0`",
  "azure-native:cognitiveservices:Deployment": "the model that students and probe ask",
  "azure-native:databricks:Workspace":
    "where the notebook runs; premium, with a group of its own that Databricks fills",
  "azure-native:authorization:RoleAssignment":
    "*Cognitive Services OpenAI User* on the account, for the deployer and the student",
  "azure-native:authorization:ManagementLockAtResourceGroupLevel":
    "`CanNotDelete` on the group; `lab destroy` lifts it",
  "azure-native:consumption:Budget": "alerts by e-mail at 80 and 100 %; it stops nothing",
  "azure-native:monitor:DiagnosticSetting": "logs of account and workspace",
  "azure-native:operationalinsights:Workspace": "where they are kept, 30 days",
  "databricks:index/cluster:Cluster": "the student's machine: one node, stops by itself",
  "databricks:index/clusterPolicy:ClusterPolicy": "limits what a cluster may be",
  "databricks:index/directory:Directory": "the lesson, and the student's own folder in it",
  "databricks:index/notebook:Notebook": "the lesson",
  "databricks:index/permissions:Permissions": "what the student may do with cluster and folders",
  "databricks:index/secret:Secret": "the account's key",
  "databricks:index/secretAcl:SecretAcl": "lets the student read it",
  "databricks:index/secretScope:SecretScope": "holds the key",
  "databricks:index/user:User": "the student; stays in the workspace until that is deleted",
  "databricks:index/workspaceFile:WorkspaceFile": "what the notebook reads",
  "pulumi-nodejs:dynamic/rai-lab:Clone": "the student's copy of the notebook, made once",
  "pulumi-nodejs:dynamic/rai-lab:Readiness": "waits until the workspace answers",
  "pulumi-nodejs:dynamic/rai-lab:Purge": "purges the account after its deletion",
  "pulumi-nodejs:dynamic/rai-lab:ForcedDelete": "deletes the workspace with its storage",
  "pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete": "deletes the logs for good",
};

/** Inputs that name a resource, the most telling first. */
const NAME_INPUTS = [
  ...["path", "key", "userName", "budgetName", "lockName", "deploymentName", "directoryPath"],
  ...["clusterName", "scope", "accountName", "workspaceName", "name", "resourceGroupName"],
];
/** The settings that add a type, where one plan has several of them. */
const SETTINGS = new Map([
  ["azure-native:authorization:ManagementLockAtResourceGroupLevel", "`lock`"],
  ["azure-native:consumption:Budget", "`budget`"],
  ["azure-native:monitor:DiagnosticSetting", "`diagnostics`"],
  ["azure-native:operationalinsights:Workspace", "`diagnostics`"],
  ["pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete", "`diagnostics`"],
  ["databricks:index/clusterPolicy:ClusterPolicy", "`policy`"],
]);
const NAMES = new Map([
  ["azure-native:authorization:RoleAssignment", "a GUID, fixed by principal, role and account"],
]);

/** Every resource of the plans by type, with what the first plan that has it sets. */
export function resourceTable(plans: readonly RecordedPlan[]): string {
  const rows = new Map<string, { names: Set<string>; settings: string }>();
  for (const { settings, resources } of plans)
    for (const { urn, inputs = {} } of resources) {
      const [type = ""] = urn.split("::");
      if (/^(rai-lab|pulumi):/.test(type)) continue;
      const own = SETTINGS.get(type) ?? settings;
      const row = rows.get(type) ?? { names: new Set<string>(), settings: own };
      row.names.add(nameOf(type, inputs));
      rows.set(type, row);
    }
  const lines = [...rows].map(([type, { names, settings }]) => {
    const named = [...names].filter((name) => name !== "").sort();
    const cells = [`\`${shortType(type)}\``, settings, named.join(", "), whyOf(type), apiOf(type)];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| type | setting | name | for | API |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

const shortType = (type: string): string =>
  type.replace(/^databricks:index\/\w+:/, "databricks:").replace("pulumi-nodejs:dynamic/", "");

function whyOf(type: string): string {
  const why = Object.entries(WHY).find(([known]) => known === type)?.[1];
  if (why === undefined) throw new Error(`say in page.ts what ${type} is for`);
  return why;
}

/** The pattern of a name: what is the stack's own is in capitals. */
function nameOf(type: string, inputs: JsonObject): string {
  const fixed = NAMES.get(type);
  if (fixed !== undefined) return fixed;
  const given = NAME_INPUTS.map((input) => inputs[input]).find((name) => typeof name === "string");
  if (given === undefined || type.startsWith("pulumi-nodejs:")) return "";
  const pattern = given
    .replace(/-[0-9a-f]{6}$/, "-HASH")
    .replace(/\bdev\b/, "STACK")
    .replace("student@rai-lab.example", "the student's sign-in name");
  return pattern;
}

function apiOf(type: string): string {
  if (type.startsWith("databricks:")) return `databricks ${dependencies["@pulumi/databricks"]}`;
  return resourceTypeOf(type)?.apiVersion ?? "program";
}

/** What a lab costs with the default settings, by the dated list. */
export async function costTable(): Promise<string> {
  const config = configOf();
  const { location } = config;
  const prices = await readPrices(
    (priced) => Promise.resolve(listedPrice(priced)),
    location,
    config,
  );
  const money = stackMoney(config, location, prices);
  const stops = `the cluster stops after ${config.databricks.autoterminationMinutes} minutes`;
  const rows = [
    ["an hour of work", money.workingHour, "cluster on"],
    ["an idle hour", money.idleHour, "cluster off: the workspace's gateway and address"],
    ["a forgotten night", money.forgottenOvernight, `${OVERNIGHT_HOURS} hours; ${stops}`],
    ["a forgotten weekend", money.forgottenWeekend, `${WEEKEND_HOURS} hours; ${stops}`],
    [
      "tokens of an hour",
      money.tokensHourAtMost,
      `at most: all of ${config.model.capacity},000 tokens a minute, all of it output`,
    ],
  ] as const;
  return [
    `| one lab in ${location} | costs | while |`,
    "| --- | --- | --- |",
    ...rows.map(([what, amount, while_]) => `| ${what} | ${amountText(amount)} | ${while_} |`),
    "",
    ...basisLines(money).map((line) => `- ${line.trim()}`),
  ].join("\n");
}

/** The page with one of its marked sections replaced. @throws Error when it has no such marks */
export function withSection(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}: npm run golden writes this -->`, `<!-- end of ${name} -->`];
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`no section ${name}`);
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}
