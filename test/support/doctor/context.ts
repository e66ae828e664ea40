import type { LabConfig } from "../../../infra/config";
import { schemaOf, type Profile } from "../../../infra/config/schema";
import { namesOf } from "../../../infra/names/physical-names";
import type { RuleContext, Questions } from "../../../scripts/doctor/rule";

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

const ask = (): never => {
  throw new Error("this rule must ask nothing");
};
const nothing: Questions = {
  models: ask,
  usages: ask,
  accountSkus: ask,
  deletedAccounts: ask,
  account: ask,
  deployment: ask,
  room: ask,
  deployedSomewhere: ask,
  permissions: ask,
  policies: ask,
  groupId: "/subscriptions/s/resourceGroups/g",
  groupPermissions: ask,
  vmSizes: ask,
  cores: ask,
};

/** A patient for rules that ask Azure nothing. */
export const patientOf = (settings: Record<string, unknown>, now = NOW): RuleContext => ({
  config: configOf(settings),
  names,
  now: new Date(now),
  azure: nothing,
});
