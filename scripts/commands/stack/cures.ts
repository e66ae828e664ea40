import type { Failure } from "../../engine/engine";

/**
 * The cure for a refusal by Azure or Databricks, by its code. `lab doctor` foresees most of them.
 */
const CURES: Record<string, string> = {
  ServiceModelDeprecated:
    "the model is retired: `npx lab doctor` names those that can be deployed (rai-lab:model)",
  ServiceModelDeprecating:
    "the model takes no new subscriptions: `npx lab doctor` names those that do (rai-lab:model)",
  DeploymentModelNotSupported:
    "no such model in this region: `npx lab doctor` names those that are (rai-lab:model, rai-lab:location)",
  InvalidResourceProperties:
    "the region does not offer the model with this SKU: `npx lab doctor` names regions that do",
  InsufficientQuota:
    "lower rai-lab:model.capacity, or ask for more quota (https://aka.ms/oai/quotaincrease)",
  SpecialFeatureOrQuotaIdRequired:
    "this kind of subscription may not have Azure OpenAI: use a pay-as-you-go one",
  FlagMustBeSetForRestore:
    "set rai-lab:openai.restore to true to take the deleted account back, or purge it: az cognitiveservices account purge",
  CustomDomainInUse:
    "the account's name is taken in all of Azure: use another stack name, or purge the deleted account that holds it",
  AuthorizationFailed:
    "the identity that deploys lacks this right: ask for Contributor on the subscription or the group",
  RequestDisallowedByPolicy:
    "a policy of the subscription forbids it: its name is in the message, its owner can exempt you",
  RequestDisallowedByAzure:
    "this kind of subscription may not use the region: set rai-lab:location to one it may",
  ScopeLocked:
    "take the lock off first: rai-lab:lock to false and `lab up`, or az lock delete for one that is not the lab's",
  PrincipalNotFound: "check rai-lab:student.objectId: az ad user show --id NAME --query id",
  UnmatchedPrincipalType:
    "set rai-lab:student.principalType to what the message says the student is",
  MissingSubscriptionRegistration:
    "register the provider that the message names: az provider register",
};

/** Adds the known cure to a failure that has none yet. */
export const withCure = (failure: Failure): Failure => {
  const cure = failure.cure ?? CURES[failure.code];
  return cure === undefined ? failure : { ...failure, cure };
};
