import { type ApiError, errorsOf } from "../../core/errors";
import { armErrors } from "../arm/errors";

/* Refusals of Cognitive Services. Codes and texts are as reported (PARITY.md has the marks). */

interface ModelRef {
  format: string;
  name: string;
  version: string;
}

/** The region does not offer the model in the SKU. */
export const skuNotInRegion = (sku: string, m: ModelRef, location: string): ApiError =>
  armErrors.InvalidResourceProperties(
    `The specified SKU '${sku}' for model '${m.name} ${m.version}' ` +
      `is not supported in this region '${location}'.`,
  );

/** No region offers the model in the SKU. */
export const skuNotOfModel = (sku: string, m: ModelRef): ApiError =>
  armErrors.InvalidResourceProperties(
    `The specified SKU '${sku}' of account deployment is not supported ` +
      `by the model '${m.name}' version: '${m.version}'.`,
  );

/** Errors of Cognitive Services by code. */
export const cognitiveErrors = {
  ...errorsOf(400, {
    /** The request says `restore`, but no soft-deleted account has the id. */
    CanNotRestoreANonExistingResource: (name: string) =>
      `Can not restore account '${name}': no soft-deleted account was found.`,
    CustomDomainNameCannotBeChanged: () =>
      "The custom subdomain name of an account can not be changed.",
    /** The subscription's offer cannot have Azure OpenAI. */
    SpecialFeatureOrQuotaIdRequired: (sku: string, kind: string) =>
      `The subscription does not have QuotaId/Feature required by SKU '${sku}' from kind '${kind}' ` +
      "or contains blocked QuotaId/Feature.",
    /**
     * `label` is the quota's localized name, e.g. `Tokens Per Minute (thousands) - gpt-4o`. The wrong
     * "require" is the service's.
     */
    InsufficientQuota: (
      label: string,
      needed: number,
      quota: { currentValue: number; limit: number },
    ) =>
      `This operation require ${needed} new capacity in quota ${label}, which is bigger than the ` +
      `current available capacity ${Math.max(0, quota.limit - quota.currentValue)}. ` +
      `The current quota usage is ${quota.currentValue} and the quota limit is ${quota.limit} ` +
      `for quota ${label}.`,
    /** The model is retired; `since` is MM/DD/YYYY. */
    ServiceModelDeprecated: (m: ModelRef, since: string) =>
      `The model 'Format:${m.format},Name:${m.name},Version:${m.version}' ` +
      `has been deprecated since ${since} 00:00:00.`,
    /** The model is closed to subscriptions that have not used it before. */
    ServiceModelDeprecating: (m: ModelRef) =>
      `The model 'Publisher:${m.format},Format:${m.format},Name:${m.name},Version:${m.version}' ` +
      "is in deprecating state and cannot be used for new deployments.",
    /** No such model or version. */
    DeploymentModelNotSupported: (m: ModelRef) =>
      `The model 'Format: ${m.format}, Name: ${m.name}, Version: ${m.version}, Source: ' ` +
      "of account deployment is not supported.",
    DeploymentCountLimitExceeded: (accountId: string, limit: number) =>
      `The account '${accountId}' already has ${limit} standard deployments, ` +
      "the most that one account may hold.",
  }),
  ...errorsOf(409, {
    /** A soft-deleted account has the id, and the request does not say `restore`. */
    FlagMustBeSetForRestore: (id: string) =>
      `An existing resource with ID '${id}' has been soft-deleted. To restore the resource, you must ` +
      "specify 'restore' to be 'true' in the property. If you don't want to restore existing " +
      "resource, please purge it first.",
    /** Another account, which may be soft-deleted, has the custom subdomain. */
    CustomDomainInUse: (name: string) =>
      `Please pick a different name. The subdomain name '${name}' is not available as it's already ` +
      "used by a resource. If the resource using the name was deleted in the last 48 hours, you may " +
      "need to purge the deleted resource. " +
      'Learn more at "https://go.microsoft.com/fwlink/?linkid=2215493"',
    /** The account is being created or deleted. */
    AccountProvisioningStateInvalid: (id: string, state: string) =>
      "Call to Microsoft.CognitiveServices/accounts failed. " +
      `Error message: Account ${id} in state ${state}`,
    /** Another change of the account's deployments is running. */
    RequestConflict: (accountId: string) =>
      `Another operation is being performed on the parent resource '${accountId}'. ` +
      "Please try again later.",
  }),
};
