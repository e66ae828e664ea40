import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import type { Lock, RoleAssignment } from "../entities";
import { authorizationFailed, deniedByAssignment, scopeLocked } from "../arm/errors";
import { groupId, isWithin, keyOf, parseGroupId } from "../arm/ids";
import { azureStore } from "../store";
import { table, type RoleRow } from "../tables";
import { OPERATION_SECONDS } from "../arm/durations";

/** A caller's role assignments that hold at a scope: made there or above. */
export function assignmentsFor(world: World, principalId: string, scope: string): RoleAssignment[] {
  const at = keyOf(scope);
  return azureStore(world)
    .roleAssignmentsOf(principalId)
    .filter((assignment) => isWithin(at, keyOf(assignment.scope)));
}

/** The role an assignment gives; undefined when it is not one of the simulated built-in roles. */
export function roleOf(world: World, roleDefinitionId: string): RoleRow | undefined {
  const id = roleDefinitionId.split("/").at(-1)?.toLowerCase();
  return table(world, "roles").rows.find((role) => role.id === id);
}

/** May the principal do `action` (a control-plane one such as `Microsoft.Databricks/workspaces/write`) at the scope? */
export function hasPermission(
  world: World,
  principalId: string,
  action: string,
  scope: string,
): boolean {
  return rolesAt(world, principalId, scope).some(
    (role) =>
      role.actions.some((a) => matches(a, action)) &&
      !role.notActions.some((a) => matches(a, action)),
  );
}

/**
 * May the principal do a data-plane action, such as `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action`?
 * A new assignment takes effect there later than in Resource Manager.
 */
export function hasDataPermission(
  world: World,
  principalId: string,
  dataAction: string,
  scope: string,
): boolean {
  const latest = world.clock.now() - OPERATION_SECONDS.roleEffect * 1000;
  const inEffect = ({ createdAt }: RoleAssignment): boolean => Date.parse(createdAt) <= latest;
  return rolesAt(world, principalId, scope, inEffect).some((role) =>
    role.dataActions.some((a) => matches(a, dataAction)),
  );
}

/** Role check, then deny assignments, then locks: the order in which ARM refuses. @throws ApiError 403 or 409 */
export function authorize(world: World, caller: Claims, action: string, scope: string): void {
  if (!hasPermission(world, caller.oid, action, scope))
    throw authorizationFailed(caller.appid ?? caller.upn ?? caller.oid, caller.oid, action, scope);
  if (/\/read$/i.test(action) || action.startsWith("Microsoft.Authorization/locks/")) return;
  requireUnmanaged(world, caller, action, scope);
  const effect = /\/delete$/i.test(action) ? "delete" : "write";
  const locked = locksAgainst(world, scope, effect).map((lock) => lock.scope);
  if (locked.length > 0) throw scopeLocked(scope, effect, locked);
}

function rolesAt(
  world: World,
  principalId: string,
  scope: string,
  counts: (assignment: RoleAssignment) => boolean = () => true,
): RoleRow[] {
  return assignmentsFor(world, principalId, scope)
    .filter(counts)
    .map((assignment) => roleOf(world, assignment.roleDefinitionId))
    .filter((role) => role !== undefined);
}

const patterns = new Map<string, RegExp>();

/** `Microsoft.Authorization/*` + `/Write` and the like; `*` spans slashes, case does not matter. */
function matches(pattern: string, action: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    patterns.set(pattern, (compiled = new RegExp(`^${source}$`, "i")));
  }
  return compiled.test(action);
}

/** A workspace's managed group belongs to Databricks: nobody else changes it or what is in it. */
function requireUnmanaged(world: World, caller: Claims, action: string, scope: string): void {
  const group = parseGroupId(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(scope)?.[0] ?? "",
  );
  if (!group) return;
  const store = azureStore(world);
  const managedBy = store.groups.get(keyOf(groupId(group.subscription, group.name)))?.managedBy;
  const owner = managedBy === undefined ? undefined : store.workspaces.get(keyOf(managedBy));
  if (owner) throw deniedByAssignment(caller.oid, action, scope, owner.workspaceId);
}

/** Locks that forbid the effect: those here and above, and for a delete also those on what is below. */
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
