import type { World } from "../../core/world";
import { disallowedByPolicy } from "../arm/errors";
import { isWithin, keyOf, regionOf } from "../arm/ids";
import { refuse } from "../refusals";
import { table, type PolicyRow } from "../tables";

/** Id of the built-in policy definition "Allowed locations". */
export const ALLOWED_LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c";
/** Id of the built-in policy definition "Allowed locations for resource groups". */
export const ALLOWED_GROUP_LOCATIONS = "e765b5de-1225-4ba3-bd56-1ac6695af988";

/**
 * Checks a location against the enforced assignments of a policy definition at or above a scope.
 * @throws ApiError `RequestDisallowedByPolicy`
 */
export function requireAllowedByPolicy(
  world: World,
  name: string,
  location: string,
  scope: string,
  definitionId: string,
): void {
  for (const policy of table(world, "policies").rows) {
    if (!isEnforcedAt(policy, keyOf(scope), definitionId)) continue;
    const allowed = policy.parameters["listOfAllowedLocations"]?.value;
    if (!Array.isArray(allowed)) continue;
    if (!allowed.map((l) => regionOf(String(l))).includes(regionOf(location)))
      refuse(world, disallowedByPolicy(name, policy.displayName, policyAssignmentId(policy)));
  }
}

const isEnforcedAt = (policy: PolicyRow, scopeKey: string, definitionId: string): boolean =>
  policy.policyDefinitionId.toLowerCase().endsWith(definitionId) &&
  policy.enforcementMode !== "DoNotEnforce" &&
  isWithin(scopeKey, keyOf(policy.scope)) &&
  !(policy.notScopes ?? []).some((excluded) => isWithin(scopeKey, keyOf(excluded)));

/** ARM id of a policy assignment. */
export const policyAssignmentId = (policy: PolicyRow): string =>
  `${policy.scope}/providers/Microsoft.Authorization/policyAssignments/${policy.name}`;
