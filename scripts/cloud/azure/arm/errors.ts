import { ApiError, errorsOf } from "../../core/errors";

/*
 * Refusals of Resource Manager. Codes and texts are as recorded or reported (PARITY.md has the
 * marks), mistakes included, because users search for them.
 */

/** The token is missing, invalid, or for another resource. */
export const unauthenticated = (code: string, message: string): ApiError =>
  new ApiError(401, code, message, {
    headers: { "www-authenticate": `Bearer error="invalid_token"` },
  });

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
          { type: "PolicyViolation", info: { policyAssignmentDisplayName, policyAssignmentId } },
        ],
      },
    },
  );

/** Errors of Resource Manager by code. */
export const armErrors = {
  ...errorsOf(400, {
    /** The body does not have the request's shape. */
    InvalidRequestContent: (message: string) => message,
    /** A property has a value that the resource does not allow. */
    InvalidResourceProperties: (message: string) => message,
    MissingApiVersionParameter: () =>
      "The api-version query parameter (?api-version=) is required for all requests.",
    InvalidApiVersionParameter: (version: string) => `The api-version '${version}' is invalid.`,
    /** The region table lacks the location. */
    LocationNotAvailableForResourceType: (location: string, type: string, regions: string[]) =>
      `The provided location '${location}' is not available for resource type '${type}'. ` +
      `List of available regions for the resource type is '${regions.join(",")}'.`,
  }),
  ...errorsOf(403, {
    /** No role of the caller allows the action. */
    AuthorizationFailed: (client: string, oid: string, action: string, scope: string) =>
      `The client '${client}' with object id '${oid}' does not have authorization to perform action ` +
      `'${action}' over scope '${scope}' or the scope is invalid. ` +
      "If access was recently granted, please refresh your credentials.",
    /** A Databricks workspace's deny assignment protects its managed group. */
    DenyAssignmentAuthorizationFailed: (
      oid: string,
      action: string,
      scope: string,
      workspaceId: string,
    ) =>
      `The client with object id '${oid}' has permission to perform action '${action}' on scope ` +
      `'${scope}'; however, the access is denied because of the deny assignment with name ` +
      `'System deny assignment created by Azure Databricks ${workspaceId}' at scope '${scope}'.`,
  }),
  ...errorsOf(404, {
    SubscriptionNotFound: (id: string) => `The subscription '${id}' could not be found.`,
    ResourceGroupNotFound: (name: string) => `Resource group '${name}' could not be found.`,
    ResourceNotFound: (type: string, name: string, group: string) =>
      `The Resource '${type}/${name}' under resource group '${group}' was not found. ` +
      "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    /** A child resource was written whose parent does not exist. */
    ParentResourceNotFound: (type: string, parentId: string) =>
      `Failed to perform 'write' on resource(s) of type '${type}', ` +
      `because the parent resource '${parentId}' could not be found.`,
  }),
  ...errorsOf(409, {
    /** A write to a group whose deletion is still running. */
    ResourceGroupBeingDeleted: (name: string) =>
      `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
    /** A group's location cannot change. */
    InvalidResourceGroupLocation: (name: string, current: string, requested: string) =>
      `Invalid resource group location '${requested}'. ` +
      `The Resource group already exists in location '${current}'. (group '${name}')`,
    /** A resource's location cannot change. */
    InvalidResourceLocation: (name: string, group: string, current: string, requested: string) =>
      `The resource '${name}' already exists in location '${current}' in resource group '${group}'. ` +
      `A resource with the same name cannot be created in location '${requested}'. ` +
      "Please select a new resource name.",
    /** The subscription's resource provider is not registered. */
    MissingSubscriptionRegistration: (namespace: string) =>
      `The subscription is not registered to use namespace '${namespace}'. ` +
      "See https://aka.ms/rps-not-found for how to register subscriptions.",
    /** `locked` are the scopes of the locks that forbid the operation. */
    ScopeLocked: (scope: string, operation: "delete" | "write", locked: string[]) =>
      `The scope '${scope}' cannot perform ${operation} operation because following scope(s) ` +
      `are locked: '${locked.join("','")}'. Please remove the lock and try again.`,
  }),
};
