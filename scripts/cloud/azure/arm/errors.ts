import { ApiError } from "../../core/errors";

/**
 * ARM's refusals, one constructor each, worded as recorded or reported (PARITY.md has the marks). Codes and texts are
 * what users search for, so they are kept to the letter, slips included.
 */
const refuse =
  (status: number, code: string) =>
  (message: string, body?: Record<string, unknown>): ApiError =>
    new ApiError(status, code, message, body && { body });

export const invalidRequest = refuse(400, "InvalidRequestContent");
export const invalidProperties = refuse(400, "InvalidResourceProperties");

export const missingApiVersion = (): ApiError =>
  refuse(
    400,
    "MissingApiVersionParameter",
  )("The api-version query parameter (?api-version=) is required for all requests.");
export const invalidApiVersion = (version: string): ApiError =>
  refuse(400, "InvalidApiVersionParameter")(`The api-version '${version}' is invalid.`);
export const unauthenticated = (code: string, message: string): ApiError =>
  new ApiError(401, code, message, {
    headers: { "www-authenticate": `Bearer error="invalid_token"` },
  });
export const subscriptionNotFound = (id: string): ApiError =>
  refuse(404, "SubscriptionNotFound")(`The subscription '${id}' could not be found.`);
export const groupNotFound = (name: string): ApiError =>
  refuse(404, "ResourceGroupNotFound")(`Resource group '${name}' could not be found.`);
export const groupBeingDeleted = (name: string): ApiError =>
  refuse(
    409,
    "ResourceGroupBeingDeleted",
  )(`The resource group '${name}' is in deprovisioning state and cannot perform this operation.`);
export const groupLocationFixed = (name: string, has: string, wanted: string): ApiError =>
  refuse(
    409,
    "InvalidResourceGroupLocation",
  )(
    `Invalid resource group location '${wanted}'. The Resource group already exists in location '${has}'. (group '${name}')`,
  );
export const resourceNotFound = (type: string, name: string, group: string): ApiError =>
  refuse(
    404,
    "ResourceNotFound",
  )(
    `The Resource '${type}/${name}' under resource group '${group}' was not found. ` +
      "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
  );
export const parentNotFound = (type: string, parentId: string): ApiError =>
  refuse(
    404,
    "ParentResourceNotFound",
  )(
    `Failed to perform 'write' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
  );
export const resourceLocationFixed = (
  name: string,
  group: string,
  has: string,
  wanted: string,
): ApiError =>
  refuse(
    409,
    "InvalidResourceLocation",
  )(
    `The resource '${name}' already exists in location '${has}' in resource group '${group}'. ` +
      `A resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
  );
export const locationNotOffered = (location: string, type: string, regions: string[]): ApiError =>
  refuse(
    400,
    "LocationNotAvailableForResourceType",
  )(
    `The provided location '${location}' is not available for resource type '${type}'. ` +
      `List of available regions for the resource type is '${regions.join(",")}'.`,
  );
export const notRegistered = (namespace: string): ApiError =>
  refuse(
    409,
    "MissingSubscriptionRegistration",
  )(
    `The subscription is not registered to use namespace '${namespace}'. ` +
      "See https://aka.ms/rps-not-found for how to register subscriptions.",
  );
export const authorizationFailed = (
  client: string,
  oid: string,
  action: string,
  scope: string,
): ApiError =>
  refuse(
    403,
    "AuthorizationFailed",
  )(
    `The client '${client}' with object id '${oid}' does not have authorization to perform action '${action}' over scope ` +
      `'${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
export const deniedByAssignment = (
  oid: string,
  action: string,
  scope: string,
  workspaceId: string,
): ApiError =>
  refuse(
    403,
    "DenyAssignmentAuthorizationFailed",
  )(
    `The client with object id '${oid}' has permission to perform action '${action}' on scope '${scope}'; however, the access is ` +
      `denied because of the deny assignment with name 'System deny assignment created by Azure Databricks ${workspaceId}' at scope '${scope}'.`,
  );
export const scopeLocked = (
  scope: string,
  operation: "delete" | "write",
  locked: string[],
): ApiError =>
  refuse(
    409,
    "ScopeLocked",
  )(
    `The scope '${scope}' cannot perform ${operation} operation because following scope(s) are locked: '${locked.join("','")}'. ` +
      "Please remove the lock and try again.",
  );
export const disallowedByPolicy = (
  name: string,
  policy: { displayName: string; id: string },
): ApiError =>
  refuse(403, "RequestDisallowedByPolicy")(
    `Resource '${name}' was disallowed by policy. Policy identifiers: '${policy.displayName}'.`,
    {
      additionalInfo: [
        {
          type: "PolicyViolation",
          info: { policyAssignmentDisplayName: policy.displayName, policyAssignmentId: policy.id },
        },
      ],
    },
  );
