import type { LabConfig } from "../../../infra/config";
import { schemaOf, type Profile } from "../../../infra/config/schema";
import { namesOf } from "../../../infra/names/physical-names";
import type { AzureView } from "../../../scripts/doctor/azure-view";
import type { RuleContext } from "../../../scripts/doctor/rule";

/** The day these tests live on. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");
export const SUBSCRIPTION = "00000000-0000-0000-0000-00000000000a";
/** The stack these tests are about. */
export const STACK = { project: "rai-lab", stack: "dev" };
export const names = namesOf({ subscriptionId: SUBSCRIPTION, ...STACK });

/** The model of these tests, whatever the default is: the answers in `paths.ts` list it. */
const MODEL = { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 };

/** A checked configuration of that stack: the profile's defaults under `settings`. */
export const defaultConfigOf = (
  settings: Record<string, unknown> = {},
  profile: Profile = "current",
): LabConfig => ({
  ...schemaOf(profile).parse({ profile, ...settings }),
  ...STACK,
});

/** The same, with the model of these tests where the settings name none of their own. */
export const configOf = (
  settings: Record<string, unknown> = {},
  profile: Profile = "current",
): LabConfig => {
  if (profile === "seed") return defaultConfigOf(settings, profile);
  const model = { ...MODEL, ...(settings.model as Partial<typeof MODEL> | undefined) };
  return defaultConfigOf({ ...settings, model }, profile);
};

const refuse = (): never => {
  throw new Error("this rule must ask nothing");
};
const refusingQueries: AzureView = {
  models: refuse,
  usages: refuse,
  accountSkus: refuse,
  deletedAccounts: refuse,
  account: refuse,
  missingOf: refuse,
  accountAt: refuse,
  workspaceAt: refuse,
  deploymentsAt: refuse,
  permissionsAt: refuse,
  callerAt: refuse,
  deployment: refuse,
  modelCapacities: refuse,
  deployedSomewhere: refuse,
  application: refuse,
  permissions: refuse,
  policies: refuse,
  registration: refuse,
  subscriptionId: SUBSCRIPTION,
  groupId: "/subscriptions/s/resourceGroups/g",
  groupPermissions: refuse,
  vmSizes: refuse,
  cores: refuse,
  offer: refuse,
  budgetStart: refuse,
  isSubdomainFree: refuse,
  groupNamed: refuse,
  assignmentOf: refuse,
  caller: refuse,
};

/** A patient for rules that ask Azure nothing. */
export const contextOf = (settings: Record<string, unknown>, now = NOW): RuleContext => ({
  config: configOf(settings),
  names,
  now: new Date(now),
  azure: refusingQueries,
  unreadState: undefined,
  recover: "npx lab recover dev",
  elsewhere: undefined,
  lostClass: undefined,
  recorded: undefined,
  outside: refuse,
  isOwn: refuse,
});
