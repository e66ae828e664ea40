import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import { compileCondition } from "./conditions";
import { isCustom, roleOf } from "./role-definitions";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import type { RoleAssignment } from "../entities";
import { parseFilter } from "../arm/filter";
import { isWithin, keyOf } from "../arm/ids";
import { refuse } from "../refusals";
import { azureStore } from "../store";
import { PRINCIPAL_TYPES, tenantOf } from "../entra/tenant";
import { parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

/*
 * @parity
 * - Role assignments: 201; `RoleAssignmentExists`, `PrincipalNotFound`, `UnmatchedPrincipalType`,
 *   `RoleAssignmentUpdateNotPermitted`; filters `principalId eq`, `assignedTo()`, `atScope()` —
 *   reported
 * - An identical repeat of a role assignment is 409 as well — reported
 */

/*
 * @not-simulated
 * - groups of users
 */

interface AssignmentPath {
  name: string;
}

const putBody = z.looseObject({
  properties: z.looseObject({
    roleDefinitionId: z.string().min(1),
    principalId: z.string().min(1),
    principalType: z.string().optional(),
    condition: z.string().nullish(),
    conditionVersion: z.string().nullish(),
    description: z.string().optional(),
  }),
});

const present = (a: RoleAssignment) => ({
  properties: {
    roleDefinitionId: a.roleDefinitionId,
    principalId: a.principalId,
    principalType: a.principalType,
    scope: a.scope,
    condition: a.condition ?? null,
    conditionVersion: a.condition === undefined ? null : "2.0",
    createdOn: a.createdAt,
    updatedOn: a.createdAt,
    createdBy: a.createdBy ?? null,
    updatedBy: a.createdBy ?? null,
    delegatedManagedIdentityResourceId: null,
    description: a.description ?? null,
  },
  id: a.id,
  type: "Microsoft.Authorization/roleAssignments",
  name: a.name,
});

/** The condition that a request sets. @throws NotSimulated for one that could not be enforced */
function conditionOf(given: {
  condition?: string | null | undefined;
  conditionVersion?: string | null | undefined;
}): string | undefined {
  const { condition, conditionVersion } = given;
  if (condition === undefined || condition === null) return undefined;
  if (conditionVersion !== "2.0")
    throw new NotSimulated(`conditions of version ${conditionVersion ?? "none"}`);
  compileCondition(condition);
  return condition;
}

/** Role assignments at any scope: create, read, list, delete. */
export function roleAssignmentRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);

  for (const scope of SCOPE_PATHS) {
    const list = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const path = `${list}/:name`;

    app.put<{ Params: AssignmentPath }>(
      path,
      routeOptions("authorization/roleAssignments/write"),
      (request, reply) => {
        const id = resourceIdOf(request);
        const at = extendedScope(id);
        const { properties } = parseBody(putBody, request.body);
        const { roleDefinitionId, principalId, principalType } = properties;
        requireRole(roleDefinitionId, at);
        const condition = conditionOf(properties);
        const type = requirePrincipal(principalId, principalType);
        requireNew(id, at, roleDefinitionId, principalId);
        const assignment = store.roleAssignments.put(keyOf(id), {
          id,
          name: request.params.name,
          scope: at,
          roleDefinitionId,
          principalId,
          principalType: type,
          condition,
          description: properties.description,
          createdAt: world.clock.iso(),
          createdBy: request.armCaller.oid,
        });
        return reply.status(201).send(present(assignment));
      },
    );

    app.get<{ Params: AssignmentPath }>(
      path,
      routeOptions("authorization/roleAssignments/read"),
      (request, reply) => {
        const assignment = store.roleAssignments.get(keyOf(resourceIdOf(request)));
        if (assignment) return reply.send(present(assignment));
        const { name } = request.params;
        throw new ApiError(
          404,
          "RoleAssignmentNotFound",
          `The role assignment '${name}' is not found.`,
        );
      },
    );

    app.delete<{ Params: AssignmentPath }>(
      path,
      routeOptions("authorization/roleAssignments/delete"),
      (request, reply) => {
        const assignment = store.roleAssignments.get(keyOf(resourceIdOf(request)));
        if (!assignment) return reply.status(204).send();
        store.roleAssignments.delete(keyOf(assignment.id));
        return reply.send(present(assignment));
      },
    );

    app.get<{ Querystring: { $filter?: string } }>(
      list,
      routeOptions("authorization/roleAssignments/read", "$filter"),
      (request, reply) => {
        const at = keyOf(extendedScope(resourceIdOf(request)));
        const { principalId, atOrAbove } = parseAssignmentFilter(request.query.$filter ?? "");
        const value = (
          principalId === undefined
            ? store.roleAssignments.values()
            : store.roleAssignmentsOf(principalId)
        ).filter((a) => {
          const where = keyOf(a.scope);
          return isWithin(at, where) || (!atOrAbove && isWithin(where, at));
        });
        return reply.send({ value: value.map(present) });
      },
    );
  }

  function requireRole(roleDefinitionId: string, at: string): void {
    const role = roleOf(world, roleDefinitionId);
    if (!role)
      throw new ApiError(
        400,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${roleDefinitionId}' does not exist.`,
      );
    const scopes = isCustom(role) ? role.assignableScopes : ["/"];
    if (!scopes.some((scope) => isWithin(keyOf(at), keyOf(scope))))
      throw new ApiError(
        400,
        "RoleAssignmentScopeNotAssignableToRoleDefinition",
        `The role '${role.name}' cannot be assigned at the scope '${at}'.`,
      );
  }

  function requirePrincipal(principalId: string, requestedType: string | undefined): string {
    const principal = store.principals.get(principalId);
    if (!principal)
      throw new ApiError(
        400,
        "PrincipalNotFound",
        `Principal ${principalId.replaceAll("-", "")} does not exist in the directory ${tenantOf(world).tenantId}. Check that you have the correct principal ID. ` +
          "If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. " +
          "In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.",
      );
    const type = PRINCIPAL_TYPES[principal.kind];
    if (requestedType !== undefined && requestedType.toLowerCase() !== type.toLowerCase())
      throw new ApiError(
        400,
        "UnmatchedPrincipalType",
        `The PrincipalId '${principalId}' has type '${type}', which is different from specified PrincipalType '${requestedType}'.`,
      );
    return type;
  }

  function requireNew(
    id: string,
    scope: string,
    roleDefinitionId: string,
    principalId: string,
  ): void {
    const known = store.roleAssignments.get(keyOf(id));
    const role = roleOf(world, roleDefinitionId)?.id;
    if (
      known &&
      (known.principalId !== principalId || roleOf(world, known.roleDefinitionId)?.id !== role)
    )
      throw new ApiError(
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
      );
    const exists = store
      .roleAssignmentsOf(principalId)
      .some(
        (a) => keyOf(a.scope) === keyOf(scope) && roleOf(world, a.roleDefinitionId)?.id === role,
      );
    if (exists)
      refuse(
        world,
        new ApiError(409, "RoleAssignmentExists", "The role assignment already exists."),
      );
  }
}

/** Parses the functions of scope and assignee, and a comparison of `principalId`, alone or joined by `and`. */
function parseAssignmentFilter(filter: string): { principalId?: string; atOrAbove: boolean } {
  const assignee = /\bassignedTo\('([^']+)'\)/i.exec(filter)?.[1];
  const rest = filter
    .split(/\s+and\s+/i)
    .filter((one) => !/^\s*(atScope\(\)|assignedTo\('[^']+'\))\s*$/i.test(one))
    .join(" and ");
  const principalId = parseFilter(rest, ["principalid"]).get("principalid") ?? assignee;
  return { principalId, atOrAbove: /\batScope\(\)/i.test(filter) };
}
