import { memoised } from "../../../base/memoised";
import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import type { Lock, RoleAssignment } from "../entities";
import {
  authorizationFailed,
  deniedByAssignment,
  linkedAuthorizationFailed,
  scopeLocked,
} from "../arm/errors";
import { groupId, isWithin, keyOf, parseGroupId } from "../arm/ids";
import { refuse } from "../refusals";
import { azureStore } from "../store";
import type { RoleRow } from "../tables";
import { ROLE_PROPAGATION_MS } from "../arm/durations";
import { attemptOf, isMet } from "./conditions";
import { roleOf } from "./role-definitions";

/*
 * @parity
 * - Role checks on every call, by action and scope, with `notActions` and wildcards: built-in roles
 *   Owner, Contributor, Reader, User Access Administrator and three of Cognitive Services, and
 *   custom ones; 403 `AuthorizationFailed`. The deployer is Owner of the subscription, the student
 *   has no role — documented
 */

/** A principal's role assignments at a scope or above it. */
export function assignmentsFor(world: World, principalId: string, scope: string): RoleAssignment[] {
  const at = keyOf(scope);
  return azureStore(world)
    .roleAssignmentsOf(principalId)
    .filter((assignment) => isWithin(at, keyOf(assignment.scope)));
}

/**
 * True when a role allows a control-plane action, e.g. `Microsoft.Databricks/workspaces/write`, and
 * the condition of its assignment, if there is one, is met.
 * @param body what the request sends; conditions may ask about it
 * @throws NotSimulated for a condition that is not simulated
 */
export function hasPermission(
  world: World,
  principalId: string,
  action: string,
  scope: string,
  body?: unknown,
): boolean {
  return assignmentsFor(world, principalId, scope).some(
    ({ roleDefinitionId, condition }) =>
      allows(roleOf(world, roleDefinitionId), action) &&
      (condition === undefined || isMet(condition, attemptOf(world, action, scope, body))),
  );
}

const allows = (role: RoleRow | undefined, action: string): boolean =>
  role !== undefined &&
  role.actions.some((a) => matches(a, action)) &&
  !role.notActions.some((a) => matches(a, action));

/**
 * True when a role allows a data-plane action, e.g.
 * `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action`.
 * A new assignment takes effect there later than in Resource Manager.
 */
export function hasDataPermission(
  world: World,
  principalId: string,
  dataAction: string,
  scope: string,
): boolean {
  const latest = world.clock.now() - ROLE_PROPAGATION_MS;
  const inEffect = ({ createdAt }: RoleAssignment): boolean => Date.parse(createdAt) <= latest;
  return rolesOf(world, assignmentsFor(world, principalId, scope).filter(inEffect)).some(
    (role) =>
      role.dataActions.some((a) => matches(a, dataAction)) &&
      !role.notDataActions.some((a) => matches(a, dataAction)),
  );
}

/**
 * Checks roles, then deny assignments, then locks, in the order of Resource Manager.
 * @param body what the request sends; conditions may ask about it
 * @throws ApiError 403 or 409
 */
export function authorize(
  world: World,
  caller: Claims,
  action: string,
  scope: string,
  body?: unknown,
): void {
  if (!hasPermission(world, caller.oid, action, scope, body))
    refuse(world, authorizationFailed(clientOf(caller), caller.oid, action, scope));
  if (/\/read$/i.test(action) || action.startsWith("Microsoft.Authorization/locks/")) return;
  requireUnmanaged(world, caller, action, scope);
  const effect = /\/delete$/i.test(action) ? "delete" : "write";
  const locked = locksAgainst(world, scope, effect).map((lock) => lock.scope);
  if (locked.length > 0) throw scopeLocked(scope, effect, locked);
}

/**
 * Checks the right that an action needs on another resource, which its request names.
 * @throws ApiError `LinkedAuthorizationFailed`
 */
export function authorizeLinked(
  world: World,
  caller: Claims,
  own: { action: string; scope: string },
  linked: { action: string; scope: string },
): void {
  if (!hasPermission(world, caller.oid, linked.action, linked.scope))
    throw linkedAuthorizationFailed(clientOf(caller), caller.oid, own, linked);
}

/** The name by which Azure's refusals call a client. */
export const clientOf = ({ appid, upn, oid }: Claims): string => appid ?? upn ?? oid;

/** The roles that assignments give, without those that are not simulated. */
export const rolesOf = (world: World, assignments: RoleAssignment[]): RoleRow[] =>
  assignments
    .map((assignment) => roleOf(world, assignment.roleDefinitionId))
    .filter((role) => role !== undefined);

/** Matches an action in any case; `*` in the pattern stands for any text, slashes included. */
const matches = (pattern: string, action: string): boolean => patternOf(pattern).test(action);

const patternOf = memoised((pattern: string): RegExp => {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, "i");
});

/**
 * Only Databricks may change a workspace's managed group and its resources.
 * @throws ApiError `DenyAssignmentAuthorizationFailed`
 */
function requireUnmanaged(world: World, caller: Claims, action: string, scope: string): void {
  const group = parseGroupId(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(scope)?.[0] ?? "",
  );
  if (!group) return;
  const store = azureStore(world);
  const { managedBy = "" } = store.groups.get(keyOf(groupId(group.subscription, group.name))) ?? {};
  const owner = store.workspaces.get(keyOf(managedBy));
  if (owner) throw deniedByAssignment(caller.oid, action, scope, owner.workspaceId);
}

/** Locks that forbid the effect: at the scope or above, and for a delete also below it. */
function locksAgainst(world: World, scope: string, effect: "delete" | "write"): Lock[] {
  const at = keyOf(scope);
  return azureStore(world)
    .locks.values()
    .filter((lock) => {
      const where = keyOf(lock.scope);
      if (effect === "write") return lock.level === "ReadOnly" && isWithin(at, where);
      return isWithin(at, where) || isWithin(where, at);
    });
}
