/**
 * For each rule of the doctor, and for each refusal of the cloud, the one scenario in which it alone
 * decides: what it turns on is drawn in order there, not by the seed.
 */
import { isDeepStrictEqual } from "node:util";
import type { RuleId } from "../../scripts/doctor";
import { KINDS } from "./kinds";
import type { Scenario } from "./scenario";

/** Names of a kind and of its variant, and which scenario of the variant it is, from 0. */
type Place = readonly [kind: string, variant: string, nth: number];

const NO_SKU: Place = ["models", "a version, a name or a SKU that does not exist", 2];
const TOKENS: Place = ["quotas", "more or fewer tokens than are free", 0];
const OTHER_KIND: Place = ["existing", "an account as it should be, or not", 2];
const FULL_ACCOUNT: Place = ["existing", "a full account", 2];
const OFFER: Place = ["offers", "offers without Azure OpenAI", 0];
const KEPT_NAME: Place = ["leftovers", "a soft-deleted account of the same name", 0];
const TAKEN_NAME: Place = ["leftovers", "a subdomain that another account has", 0];
const TAKEN_GROUP: Place = ["leftovers", "the managed group", 0];
const SERVERLESS: Place = ["existing", "a workspace as it should be, or not", 2];
const STANDARD: Place = ["existing", "a workspace as it should be, or not", 1];
const NO_ADMIN: Place = ["existing", "a workspace as it should be, or not", 3];
const CORES: Place = ["machines", "a limit near what one machine needs", 0];
const UNREGISTERED: Place = ["rights", "a provider that is not registered", 1];
const POLICY: Place = ["policies", "on groups or on resources", 0];
const FEW_RIGHTS: Place = ["existing", "rights in the account", 1];
const ROLE_BY_HAND: Place = ["existing", "a student who has the role already", 0];
const BUDGET: Place = ["offers", "offers without budgets", 0];
const OLD_API: Place = ["versions", "api-versions", 2];
const OLD_PACKAGE: Place = ["versions", "libraries", 0];

/** Without the rule, what comes true in its scenario is foretold by none. */
export const OF_RULES: Readonly<Record<RuleId, Place>> = {
  "model-life-cycle": ["models", "a model past its date that the list calls available", 0],
  "sku-in-region": NO_SKU,
  "token-quota": TOKENS,
  "existing-account": OTHER_KIND,
  "existing-account-rights": FEW_RIGHTS,
  "deployment-cap": FULL_ACCOUNT,
  "rate-limit": ["existing", "an account that Azure has slowed down", 0],
  "account-sku": OFFER,
  "account-cap": ["quotas", "accounts", 0],
  "soft-deleted-name": KEPT_NAME,
  "name-reserved": TAKEN_NAME,
  "managed-group": TAKEN_GROUP,
  "existing-workspace": SERVERLESS,
  "workspace-tier": STANDARD,
  "existing-workspace-rights": NO_ADMIN,
  "vcpu-quota": CORES,
  "providers-registered": UNREGISTERED,
  "policy-location": POLICY,
  "student-named": ["rights", "no student who is a person", 0],
  "create-right": ["rights", "built-in roles", 2],
  "role-right": ["rights", "built-in roles, without keys", 0],
  "role-granted": ROLE_BY_HAND,
  "purge-right": ["rights", "no right to purge", 1],
  "budget-start": BUDGET,
  "api-version": OLD_API,
  "runtime-life": ["versions", "runtimes", 0],
  "library-pin": OLD_PACKAGE,
  "class-exists": ["seats", "of no class", 0],
  "seat-rights": ["seats", "without the right to give a role", 0],
  "outside-state": ["leftovers", "the group", 0],
};

/** Where the cloud leaves the refusal out, its scenario comes up, and the doctor refuses it still. */
export const OF_REFUSALS = {
  // Past its date, a model that is deployed answers no question either.
  ServiceModelDeprecated: ["models", "what the list calls a model", 1],
  ServiceModelDeprecating: ["models", "what the list calls a model", 0],
  DeploymentModelNotSupported: ["models", "a version, a name or a SKU that does not exist", 0],
  InvalidResourceProperties: NO_SKU,
  InsufficientQuota: TOKENS,
  InvalidAccountKind: OTHER_KIND,
  DeploymentCountLimitExceeded: FULL_ACCOUNT,
  SpecialFeatureOrQuotaIdRequired: OFFER,
  FlagMustBeSetForRestore: KEPT_NAME,
  CanNotRestoreANonExistingResource: ["leftovers", "nothing to restore", 0],
  CustomDomainInUse: TAKEN_NAME,
  AuthenticationTypeDisabled: ["existing", "an account as it should be, or not", 3],
  CustomSubDomainRequired: ["existing", "an account for a lab without keys", 2],
  ApiVersionRetired: OLD_API,
  ApplianceProvisioningFailed: TAKEN_GROUP,
  FeatureNotSupportedForServerlessWorkspace: SERVERLESS,
  FEATURE_DISABLED: STANDARD,
  PERMISSION_DENIED: NO_ADMIN,
  CLOUD_PROVIDER_LAUNCH_FAILURE: ["machines", "a size that the subscription may not have", 0],
  AZURE_QUOTA_EXCEEDED_EXCEPTION: CORES,
  LibraryConflict: OLD_PACKAGE,
  RequestDisallowedByPolicy: POLICY,
  AuthorizationFailed: FEW_RIGHTS,
  RoleAssignmentExists: ROLE_BY_HAND,
  MissingSubscriptionRegistration: UNREGISTERED,
  "400": BUDGET,
} as const satisfies Readonly<Record<string, Place>>;

/** Whether a scenario is the one at a place. */
export const isAt = (place: Place, { kind, name, nth }: Scenario): boolean =>
  isDeepStrictEqual(place, [kind, name, nth]);

/** The scenario at a place. @throws Error when no variant has this name */
export function scenarioAt(place: Place, seed: number): Scenario {
  const [kind, name, nth] = place;
  const variant = KINDS.find((one) => one.name === kind)?.variants.find((one) => one.name === name);
  if (!variant) throw new Error(`no variant ${kind}, ${name}`);
  return { ...variant, kind, nth, seed };
}
