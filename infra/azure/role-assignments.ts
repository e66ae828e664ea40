/**
 * Azure allows one assignment of a role to a principal at a scope, whatever its name. An assignment
 * that was made by hand has another name than the program's, and keeps the program's out
 * (`RoleAssignmentExists`): it has to be found by what it assigns.
 */
import { RESOURCE_TYPES } from "./resource-types";

/** Pulumi's token of role assignments. */
export const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";

/** What an assignment assigns, as inputs of azure-native. */
export interface Assignment {
  /** ARM id. */
  scope?: unknown;
  principalId?: unknown;
  /** ARM id of the role. */
  roleDefinitionId?: unknown;
}

/** Path and query of the list of a principal's assignments at a scope. */
export function assignmentsPath({ scope, principalId }: Assignment): string {
  const { apiVersion } = RESOURCE_TYPES[ROLE_ASSIGNMENT];
  const filter = encodeURIComponent(`principalId eq '${String(principalId)}'`);
  const list = `${withoutSlash(scope)}/providers/Microsoft.Authorization/roleAssignments`;
  return `/${list}?api-version=${apiVersion}&$filter=${filter}`;
}

/** The id of the assignment of that role at exactly that scope in such a list. */
export function assignmentIn(body: unknown, wanted: Assignment): string | undefined {
  const { value = [] } = body as { value?: { id?: string; properties?: Assignment }[] };
  return value.find(
    ({ properties = {} }) =>
      sameScope(properties.scope, wanted.scope) && roleOf(properties) === roleOf(wanted),
  )?.id;
}

const withoutSlash = (scope: unknown): string => String(scope).replace(/^\/+/, "");

/** Azure does not keep the case of ids. */
const sameScope = (a: unknown, b: unknown): boolean =>
  withoutSlash(a).toLowerCase() === withoutSlash(b).toLowerCase();

/** The role's GUID: the same role has an id under the tenant and one under each subscription. */
const roleOf = ({ roleDefinitionId }: Assignment): string | undefined =>
  String(roleDefinitionId).split("/").at(-1)?.toLowerCase();
