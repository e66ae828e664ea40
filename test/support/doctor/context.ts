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

/** A checked configuration of that stack: the profile's defaults under `settings`. */
export const configOf = (
  settings: Record<string, unknown> = {},
  profile: Profile = "current",
): LabConfig => ({
  ...schemaOf(profile).parse({ profile, ...settings }),
  ...STACK,
});

const refuse = (): never => {
  throw new Error("this rule must ask nothing");
};
const refusingQueries: AzureView = {
  models: refuse,
  usages: refuse,
  accountSkus: refuse,
  deletedAccounts: refuse,
  account: refuse,
  deployment: refuse,
  modelCapacities: refuse,
  deployedSomewhere: refuse,
  permissions: refuse,
  policies: refuse,
  groupId: "/subscriptions/s/resourceGroups/g",
  groupPermissions: refuse,
  vmSizes: refuse,
  cores: refuse,
};

/** A patient for rules that ask Azure nothing. */
export const contextOf = (settings: Record<string, unknown>, now = NOW): RuleContext => ({
  config: configOf(settings),
  names,
  now: new Date(now),
  azure: refusingQueries,
});
