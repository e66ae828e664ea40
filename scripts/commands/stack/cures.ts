import { own } from "../../../infra/json-object";
import type { Failure } from "../../engine/engine";

/** For what ends by itself. */
const AGAIN = "wait some minutes, then run the same command again";

/**
 * The cure for a refusal by Azure or Databricks, by its code. `lab doctor` foresees most of them.
 */
export const CURES: Readonly<Record<string, string>> = {
  ServiceModelDeprecated:
    "the model is retired: `npx lab doctor` names those that can be deployed (rai-lab:model)",
  ServiceModelDeprecating:
    "the model is closed to new subscriptions: `npx lab doctor` names those that are open (rai-lab:model)",
  DeploymentModelNotSupported:
    "no such model in this region: `npx lab doctor` names those that are (rai-lab:model, rai-lab:location)",
  InvalidResourceProperties:
    "the region does not offer the model with this SKU: `npx lab doctor` names regions that do",
  InsufficientQuota:
    "lower rai-lab:model.capacity, or ask for more quota (https://aka.ms/oai/quotaincrease)",
  SpecialFeatureOrQuotaIdRequired:
    "this kind of subscription is not allowed to create Azure OpenAI: use a pay-as-you-go one",
  FlagMustBeSetForRestore:
    "set rai-lab:openai.restore to true to restore the deleted account, or purge it: az cognitiveservices account purge",
  CustomDomainInUse:
    "the account's name is taken in all of Azure: use another stack name, or purge the deleted account that holds it",
  AuthorizationFailed:
    "the identity that deploys lacks this right: ask for Contributor on the subscription or the group",
  RequestDisallowedByPolicy:
    "a policy of the subscription forbids it: its name is in the message, its owner can exempt you",
  RequestDisallowedByAzure:
    "this kind of subscription may not use the region: set rai-lab:location to one it may",
  ScopeLocked:
    "remove the lock first: set rai-lab:lock to false and run `lab up`, or run az lock delete if somebody else made it",
  PrincipalNotFound: "check rai-lab:student.objectId: az ad user show --id NAME --query id",
  UnmatchedPrincipalType:
    "set rai-lab:student.principalType to what the message says the student is",
  InvalidDatabricksSku: "the workspace must be premium: report the whole message",
  FeatureNotSupportedForServerlessWorkspace: "set rai-lab:databricks.computeMode to Hybrid",
  CanNotRestoreANonExistingResource:
    "set rai-lab:openai.restore to false: there is no deleted account to restore",
  ReservedResourceName: "use a stack name without the word that Azure reserves",
  DenyAssignmentAuthorizationFailed:
    "Databricks manages this group: delete the workspace, and the group goes with it",
  ApplianceProvisioningFailed:
    "run the same command again; if the managed group exists without its workspace, run `npx lab recover` first: it deletes the group",
  ApplianceManagedResourceGroupMismatch:
    "the workspace has another managed group: destroy the stack, then bring it up again",
  ApplicationUpdateFail:
    "a policy or a lock keeps the managed group from being changed: its owner can lift it",
  RoleAssignmentExists:
    "the role was assigned by hand: `npx lab recover` takes that assignment into the state; then run the same command again",
  RoleAssignmentUpdateNotPermitted:
    "delete the assignment (az role assignment delete), then run the same command again",
  SkuNotAvailable: "set rai-lab:databricks.nodeType to a size that `npx lab doctor` accepts",
  CannotDeleteResource: "delete what the message names first, then run the same command again",
  NestedResourcesExist: "delete what the message names first, then run the same command again",
  RequestConflict: AGAIN,
  AccountProvisioningStateInvalid: AGAIN,
  AnotherOperationInProgress: AGAIN,
  ApplianceBeingProvisioned: AGAIN,
  ResourceGroupBeingDeleted: AGAIN,
  ResourceGroupNotFound: AGAIN,
  ResourceNotFound: AGAIN,
  ParentResourceNotFound: AGAIN,
  TooManyRequests: AGAIN,
  SubscriptionRequestsThrottled: AGAIN,
  OperationNotAllowed: AGAIN,
  MissingSubscriptionRegistration:
    "register the provider that the message names: az provider register",
};

/** Cures by message, for services whose code is only a status. */
export const CURES_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/already exist/, "`npx lab recover` takes it into the state; then run the same command again"],
  [
    /Cost Management supports only/,
    "remove rai-lab:budget: this kind of subscription has no budgets",
  ],
  [
    /Start date must|Start date of budgets/,
    "set rai-lab:budget.start to this month or a later one",
  ],
];

const knownCure = ({ code, message }: Failure): string | undefined =>
  own(CURES, code) ?? CURES_BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];

/** Adds the known cure to a failure that has none yet. */
export const withCure = (failure: Failure): Failure => {
  const cure = failure.cure ?? knownCure(failure);
  return cure === undefined ? failure : { ...failure, cure };
};
