import { Draw } from "./draw";
import { askDoctor, falseAlarmsOf, type Findings, missesOf } from "./judge";
import type { Asked, Scenario } from "./scenario";
import { openSubscription } from "./subscription";
import { truthOf, type Truth } from "./truth";

/** A scenario with what the doctor said and what was true. */
export interface Case {
  scenario: Scenario;
  asked: Asked;
  findings: Findings;
  truth: Truth;
}

/**
 * Makes a scenario's world, asks the doctor, and brings the configuration up.
 * @param unenforced codes of refusals that this world does not make
 */
export async function runScenario(
  scenario: Scenario,
  unenforced: readonly string[] = [],
): Promise<Case> {
  const subscription = await openSubscription();
  try {
    const asked = await scenario.make(subscription, new Draw(scenario.seed, scenario.nth));
    subscription.leaveOut(unenforced);
    const { findings } = await askDoctor(subscription, asked);
    return { scenario, asked, findings, truth: await truthOf(subscription, asked) };
  } finally {
    await subscription.close();
  }
}

/** What the doctor missed in a case, with a rule switched off. */
export const missesIn = ({ findings, truth, asked }: Case, rule?: string): string[] =>
  missesOf(
    findings.filter((one) => one.rule !== rule),
    truth,
    asked,
  );

/** The false alarms in a case. */
export const falseAlarmsIn = ({ findings, truth, asked }: Case): Findings =>
  falseAlarmsOf(findings, truth, asked);

/** Codes of the cloud's refusals that the doctor foretells, each with the code that names it there. */
export const REFUSALS: Readonly<Record<string, string>> = {
  ServiceModelDeprecated: "ServiceModelDeprecated",
  ServiceModelDeprecating: "ServiceModelDeprecating",
  DeploymentModelNotSupported: "DeploymentModelNotSupported",
  InvalidResourceProperties: "InvalidResourceProperties",
  InsufficientQuota: "InsufficientQuota",
  InvalidAccountKind: "InvalidAccountKind",
  DeploymentCountLimitExceeded: "DeploymentLimit",
  SpecialFeatureOrQuotaIdRequired: "SpecialFeatureOrQuotaIdRequired",
  FlagMustBeSetForRestore: "FlagMustBeSetForRestore",
  CanNotRestoreANonExistingResource: "CanNotRestoreANonExistingResource",
  CustomDomainInUse: "CustomDomainInUse",
  AuthenticationTypeDisabled: "AuthenticationTypeDisabled",
  CustomSubDomainRequired: "CustomSubDomainRequired",
  ApiVersionRetired: "ApiVersionRetired",
  ApplianceProvisioningFailed: "ApplianceProvisioningFailed",
  FeatureNotSupportedForServerlessWorkspace: "FeatureNotSupportedForServerlessWorkspace",
  FEATURE_DISABLED: "FEATURE_DISABLED",
  PERMISSION_DENIED: "PERMISSION_DENIED",
  CLOUD_PROVIDER_LAUNCH_FAILURE: "SkuNotAvailable",
  AZURE_QUOTA_EXCEEDED_EXCEPTION: "AZURE_QUOTA_EXCEEDED_EXCEPTION",
  LibraryConflict: "LibraryConflict",
  RequestDisallowedByPolicy: "RequestDisallowedByPolicy",
  AuthorizationFailed: "AuthorizationFailed",
  RoleAssignmentExists: "RoleAssignmentExists",
  MissingSubscriptionRegistration: "MissingSubscriptionRegistration",
  "400": "400",
};

/** Cases that a refusal decides: tried one after the other, as another cause may refuse one too. */
const TRIES = 4;

/** The false alarms of the first case in which leaving a refusal out shows one. */
export async function alarmsWithout(refusal: string, cases: readonly Case[]): Promise<Findings> {
  const code = REFUSALS[refusal]!;
  const hit = cases.filter(
    ({ truth, findings }) =>
      truth.refused.includes(code) && findings.some((one) => one.code === code),
  );
  for (const { scenario } of hit.slice(0, TRIES)) {
    const alarms = falseAlarmsIn(await runScenario(scenario, [refusal]));
    if (alarms.length > 0) return alarms;
  }
  return [];
}
