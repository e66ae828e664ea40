import { ApiError } from "../../core/errors";

/* Refusals of Cognitive Services. Codes and texts are as reported (PARITY.md has the marks). */

/** A soft-deleted account has the id, and the request does not say `restore`. */
export const mustRestoreOrPurge = (id: string): ApiError =>
  new ApiError(
    409,
    "FlagMustBeSetForRestore",
    `An existing resource with ID '${id}' has been soft-deleted. To restore the resource, you must ` +
      "specify 'restore' to be 'true' in the property. If you don't want to restore existing " +
      "resource, please purge it first.",
  );

/** The request says `restore`, but no soft-deleted account has the id. */
export const nothingToRestore = (name: string): ApiError =>
  new ApiError(
    400,
    "CanNotRestoreANonExistingResource",
    `Can not restore account '${name}': no soft-deleted account was found.`,
  );

/** Another account, which may be soft-deleted, has the custom subdomain. */
export const subdomainInUse = (name: string): ApiError =>
  new ApiError(
    409,
    "CustomDomainInUse",
    `Please pick a different name. The subdomain name '${name}' is not available as it's already ` +
      "used by a resource. If the resource using the name was deleted in the last 48 hours, you may " +
      "need to purge the deleted resource. " +
      'Learn more at "https://go.microsoft.com/fwlink/?linkid=2215493"',
  );

export const subdomainFixed = (): ApiError =>
  new ApiError(
    400,
    "CustomDomainNameCannotBeChanged",
    "The custom subdomain name of an account can not be changed.",
  );

/** The subscription's offer cannot have Azure OpenAI. */
export const offerBlocked = (sku: string, kind: string): ApiError =>
  new ApiError(
    400,
    "SpecialFeatureOrQuotaIdRequired",
    `The subscription does not have QuotaId/Feature required by SKU '${sku}' from kind '${kind}' ` +
      "or contains blocked QuotaId/Feature.",
  );

/** The account is being created or deleted. */
export const accountNotReady = (id: string, state: string): ApiError =>
  new ApiError(
    409,
    "AccountProvisioningStateInvalid",
    "Call to Microsoft.CognitiveServices/accounts failed. " +
      `Error message: Account ${id} in state ${state}`,
  );

/** The creation of the deployment failed: it stays in the way. */
export const deploymentFailed = (name: string): ApiError =>
  new ApiError(
    400,
    "BadRequest",
    `The deployment '${name}' is in 'Failed' state, please delete it before creating a new one.`,
  );

/** Another change of the account's deployments is running. */
export const requestConflict = (accountId: string): ApiError =>
  new ApiError(
    409,
    "RequestConflict",
    `Another operation is being performed on the parent resource '${accountId}'. ` +
      "Please try again later.",
  );

/**
 * `label` is the quota's localized name, e.g. `Tokens Per Minute (thousands) - gpt-4o`. The wrong
 * "require" is the service's.
 */
export const insufficientQuota = (
  label: string,
  needed: number,
  quota: { currentValue: number; limit: number },
): ApiError =>
  new ApiError(
    400,
    "InsufficientQuota",
    `This operation require ${needed} new capacity in quota ${label}, which is bigger than the ` +
      `current available capacity ${Math.max(0, quota.limit - quota.currentValue)}. ` +
      `The current quota usage is ${quota.currentValue} and the quota limit is ${quota.limit} ` +
      `for quota ${label}.`,
  );

interface ModelRef {
  format: string;
  name: string;
  version: string;
}

/** The model is retired; `since` is MM/DD/YYYY. */
export const modelDeprecated = (m: ModelRef, since: string): ApiError =>
  new ApiError(
    400,
    "ServiceModelDeprecated",
    `The model 'Format:${m.format},Name:${m.name},Version:${m.version}' ` +
      `has been deprecated since ${since} 00:00:00.`,
  );

/** The model is closed to subscriptions that have not used it before. */
export const modelDeprecating = (m: ModelRef): ApiError =>
  new ApiError(
    400,
    "ServiceModelDeprecating",
    `The model 'Publisher:${m.format},Format:${m.format},Name:${m.name},Version:${m.version}' ` +
      "is in deprecating state and cannot be used for new deployments.",
  );

/** No such model or version. */
export const modelNotSupported = (m: ModelRef): ApiError =>
  new ApiError(
    400,
    "DeploymentModelNotSupported",
    `The model 'Format: ${m.format}, Name: ${m.name}, Version: ${m.version}, Source: ' ` +
      "of account deployment is not supported.",
  );

/** The region does not offer the model in the SKU. */
export const skuNotInRegion = (sku: string, m: ModelRef, location: string): ApiError =>
  new ApiError(
    400,
    "InvalidResourceProperties",
    `The specified SKU '${sku}' for model '${m.name} ${m.version}' ` +
      `is not supported in this region '${location}'.`,
  );

/** No region offers the model in the SKU. */
export const skuNotOfModel = (sku: string, m: ModelRef): ApiError =>
  new ApiError(
    400,
    "InvalidResourceProperties",
    `The specified SKU '${sku}' of account deployment is not supported ` +
      `by the model '${m.name}' version: '${m.version}'.`,
  );

/** Accounts of this kind have no models. */
export const kindWithoutModels = (account: string, kind: string): ApiError =>
  new ApiError(
    400,
    "InvalidAccountKind",
    `The account '${account}' of kind '${kind}' does not support deployments of models.`,
  );

export const tooManyDeployments = (accountId: string, limit: number): ApiError =>
  new ApiError(
    400,
    "DeploymentCountLimitExceeded",
    `The account '${accountId}' already has ${limit} standard deployments, ` +
      "the most that one account may hold.",
  );
