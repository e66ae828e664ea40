import { ApiError } from "../../core/errors";

/*
 * Refusals of Resource Manager. Codes and texts are as recorded or reported (PARITY.md has the
 * marks), mistakes included, because users search for them.
 */

/** The body does not have the request's shape. */
export const invalidRequest = (message: string): ApiError =>
  new ApiError(400, "InvalidRequestContent", message);

/** A property has a value that the resource does not allow. */
export const invalidProperties = (message: string): ApiError =>
  new ApiError(400, "InvalidResourceProperties", message);

export const missingApiVersion = (): ApiError =>
  new ApiError(
    400,
    "MissingApiVersionParameter",
    "The api-version query parameter (?api-version=) is required for all requests.",
  );

export const invalidApiVersion = (version: string): ApiError =>
  new ApiError(400, "InvalidApiVersionParameter", `The api-version '${version}' is invalid.`);

/** The token is missing, invalid, or for another resource. */
export const unauthenticated = (code: string, message: string): ApiError =>
  new ApiError(401, code, message, {
    headers: { "www-authenticate": `Bearer error="invalid_token"` },
  });

export const subscriptionNotFound = (id: string): ApiError =>
  new ApiError(404, "SubscriptionNotFound", `The subscription '${id}' could not be found.`);

export const groupNotFound = (name: string): ApiError =>
  new ApiError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);

/** A write to a group whose deletion is still running. */
export const groupBeingDeleted = (name: string): ApiError =>
  new ApiError(
    409,
    "ResourceGroupBeingDeleted",
    `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
  );

/** A group's location cannot change. */
export const groupLocationFixed = (name: string, current: string, requested: string): ApiError =>
  new ApiError(
    409,
    "InvalidResourceGroupLocation",
    `Invalid resource group location '${requested}'. ` +
      `The Resource group already exists in location '${current}'. (group '${name}')`,
  );

export const resourceNotFound = (type: string, name: string, group: string): ApiError =>
  new ApiError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${group}' was not found. ` +
      "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
  );

/** A child resource was written whose parent does not exist. */
export const parentNotFound = (type: string, parentId: string): ApiError =>
  new ApiError(
    404,
    "ParentResourceNotFound",
    `Failed to perform 'write' on resource(s) of type '${type}', ` +
      `because the parent resource '${parentId}' could not be found.`,
  );

/** A resource's location cannot change. */
export const resourceLocationFixed = (
  name: string,
  group: string,
  current: string,
  requested: string,
): ApiError =>
  new ApiError(
    409,
    "InvalidResourceLocation",
    `The resource '${name}' already exists in location '${current}' in resource group '${group}'. ` +
      `A resource with the same name cannot be created in location '${requested}'. ` +
      "Please select a new resource name.",
  );

/** A word of the name is reserved. */
export const reservedName = (name: string): ApiError =>
  new ApiError(
    400,
    "ReservedResourceName",
    `The resource name '${name}' or a part of the name is a trademarked or reserved word.`,
  );

/** The region table lacks the location. */
export const locationNotOffered = (location: string, type: string, regions: string[]): ApiError =>
  new ApiError(
    400,
    "LocationNotAvailableForResourceType",
    `The provided location '${location}' is not available for resource type '${type}'. ` +
      `List of available regions for the resource type is '${regions.join(",")}'.`,
  );

/** The subscription's resource provider is not registered. */
export const notRegistered = (namespace: string): ApiError =>
  new ApiError(
    409,
    "MissingSubscriptionRegistration",
    `The subscription is not registered to use namespace '${namespace}'. ` +
      "See https://aka.ms/rps-not-found for how to register subscriptions.",
  );

/** No role of the caller allows the action. */
export const authorizationFailed = (
  client: string,
  oid: string,
  action: string,
  scope: string,
): ApiError =>
  new ApiError(
    403,
    "AuthorizationFailed",
    `The client '${client}' with object id '${oid}' does not have authorization to perform action ` +
      `'${action}' over scope '${scope}' or the scope is invalid. ` +
      "If access was recently granted, please refresh your credentials.",
  );

/** No role of the caller allows what an action needs on another resource. */
export const linkedAuthorizationFailed = (
  client: string,
  oid: string,
  own: { action: string; scope: string },
  linked: { action: string; scope: string },
): ApiError =>
  new ApiError(
    403,
    "LinkedAuthorizationFailed",
    `The client '${client}' with object id '${oid}' has permission to perform action '${own.action}' ` +
      `on scope '${own.scope}'; however, it does not have permission to perform action(s) ` +
      `'${linked.action}' on the linked scope(s) '${linked.scope}' (respectively) ` +
      "or the linked scope(s) are invalid.",
  );

/** Name of the deny assignment of a workspace. */
export const denyAssignmentName = (workspaceId: string): string =>
  `System deny assignment created by Azure Databricks ${workspaceId}`;

/** A Databricks workspace's deny assignment protects its managed group. */
export const deniedByAssignment = (
  oid: string,
  action: string,
  scope: string,
  workspaceId: string,
): ApiError =>
  new ApiError(
    403,
    "DenyAssignmentAuthorizationFailed",
    `The client with object id '${oid}' has permission to perform action '${action}' on scope ` +
      `'${scope}'; however, the access is denied because of the deny assignment with name ` +
      `'${denyAssignmentName(workspaceId)}' at scope '${scope}'.`,
  );

/** `locked` are the scopes of the locks that forbid the operation. */
export const scopeLocked = (
  scope: string,
  operation: "delete" | "write",
  locked: string[],
): ApiError =>
  new ApiError(
    409,
    "ScopeLocked",
    `The scope '${scope}' cannot perform ${operation} operation because following scope(s) ` +
      `are locked: '${locked.join("','")}'. Please remove the lock and try again.`,
  );

/** A policy assignment disallows the resource `name`. */
export const disallowedByPolicy = (
  name: string,
  policyAssignmentDisplayName: string,
  policyAssignmentId: string,
): ApiError =>
  new ApiError(
    403,
    "RequestDisallowedByPolicy",
    `Resource '${name}' was disallowed by policy. ` +
      `Policy identifiers: '${policyAssignmentDisplayName}'.`,
    {
      body: {
        additionalInfo: [
          {
            type: "PolicyViolation",
            info: { policyAssignmentDisplayName, policyAssignmentId },
          },
        ],
      },
    },
  );
