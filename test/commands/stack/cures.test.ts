import { expect, test } from "vitest";
import { withCure } from "../../../scripts/commands/stack/cures";

/** Every code with which Azure refuses or fails a request of a lab, as vendors and users report them. */
const CODES = [
  ...["ServiceModelDeprecated", "ServiceModelDeprecating", "DeploymentModelNotSupported"],
  ...["InvalidResourceProperties", "InsufficientQuota", "SpecialFeatureOrQuotaIdRequired"],
  ...["FlagMustBeSetForRestore", "CustomDomainInUse", "RequestConflict"],
  ...["CanNotRestoreANonExistingResource", "ResourceGroupNotFound", "ResourceNotFound"],
  ...["ParentResourceNotFound", "RequestDisallowedByPolicy", "RequestDisallowedByAzure"],
  ...["AuthorizationFailed", "DenyAssignmentAuthorizationFailed"],
  ...["MissingSubscriptionRegistration", "ResourceGroupBeingDeleted", "ScopeLocked"],
  ...["CannotDeleteResource", "NestedResourcesExist", "AccountProvisioningStateInvalid"],
  ...["InvalidDatabricksSku", "FeatureNotSupportedForServerlessWorkspace"],
  ...["ApplianceProvisioningFailed", "ApplianceManagedResourceGroupMismatch"],
  ...["ApplicationUpdateFail", "RoleAssignmentExists", "RoleAssignmentUpdateNotPermitted"],
  ...["PrincipalNotFound", "UnmatchedPrincipalType", "SkuNotAvailable", "TooManyRequests"],
  ...["SubscriptionRequestsThrottled", "OperationNotAllowed", "ReservedResourceName"],
];

test.each(CODES)("%s has a cure", (code) => {
  expect(withCure({ urn: "", code, message: "no" }).cure).toMatch(/\w+ \w+/);
});

test.each([
  "Start date of budgets cannot be updated. Please delete and create a new budget.",
  "Invalid budget configuration: Start date must not be before the current month.",
  "Cost Management supports only Enterprise Agreement, Web direct and others.",
])("a refusal whose code is its status has a cure by its message: %s", (message) => {
  expect(withCure({ urn: "", code: "400", message }).cure).toContain("rai-lab:budget");
});

test("a failure keeps its own cure, and an unknown one has none", () => {
  expect(withCure({ urn: "", code: "ScopeLocked", message: "", cure: "own" }).cure).toBe("own");
  expect(withCure({ urn: "", code: "Novel", message: "" }).cure).toBeUndefined();
});
