import type { World } from "../../core/world";
import type { CustomRole } from "../entities";
import { azureStore } from "../store";
import { table, type RoleRow } from "../tables";

/** A role by its definition's ARM id or GUID; undefined for one that does not exist here. */
export function roleOf(world: World, roleDefinitionId: string): RoleRow | undefined {
  const id = guidOf(roleDefinitionId);
  return builtInRole(world, id) ?? azureStore(world).roleDefinitions.get(id);
}

/** A simulated built-in role, by its GUID in lower case. */
export const builtInRole = (world: World, id: string): RoleRow | undefined =>
  table(world, "roles").rows.find((role) => role.id === id);

/** Whether a role was made by the tenant. */
export const isCustom = (role: RoleRow): role is CustomRole => "assignableScopes" in role;

/** The GUID at the end of a role definition's ARM id, in lower case. */
export const guidOf = (roleDefinitionId: string): string =>
  roleDefinitionId.split("/").at(-1)?.toLowerCase() ?? "";
