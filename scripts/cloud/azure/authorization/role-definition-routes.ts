import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import { parseBody, type RouteContext } from "../arm/context";
import { parseFilter } from "../arm/filter";
import { isWithin, keyOf } from "../arm/ids";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";
import type { CustomRole } from "../entities";
import { azureStore } from "../store";
import { table, type RoleRow } from "../tables";
import { builtInRole, isCustom, roleOf } from "./role-definitions";

/*
 * @parity
 * - Role definitions: PUT 201, GET, list (`roleName eq`), DELETE;
 *   `RoleDefinitionWithSameNameExists`, `RoleDefinitionHasAssignments`; effective at once. An
 *   assignment outside `assignableScopes` is 400 `RoleAssignmentScopeNotAssignableToRoleDefinition`
 *   — spec; codes general knowledge, status and texts guessed
 * - Role definitions are read and listed at any scope, with their ids in the subscription, and at
 *   the tenant without a role — documented; what the tenant's list needs general knowledge
 */

const actions = z.array(z.string()).default([]);
const putBody = z.looseObject({
  properties: z.looseObject({
    roleName: z.string().min(1),
    description: z.string().default(""),
    permissions: z.tuple([
      z.looseObject({
        actions,
        notActions: actions,
        dataActions: actions,
        notDataActions: actions,
      }),
    ]),
    assignableScopes: z.array(z.string().startsWith("/")).min(1),
  }),
});

interface DefinitionPath {
  name: string;
}

const typeOf = (role: RoleRow): string => (isCustom(role) ? "CustomRole" : "BuiltInRole");

/** When and by whom a role was made. Azure made its own ones long ago, by nobody. */
function historyOf(role: RoleRow) {
  const { createdAt, createdBy } = isCustom(role)
    ? role
    : { createdAt: "2015-02-02T21:55:09.8806423Z", createdBy: null };
  return {
    createdOn: createdAt,
    updatedOn: createdAt,
    createdBy: createdBy ?? null,
    updatedBy: createdBy ?? null,
  };
}

/** Azure tells the id in the subscription, wherever under it someone asks; az looks names up by it. */
const idOf = ({ id }: RoleRow, scope: string): string =>
  `${/^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? ""}/providers/Microsoft.Authorization/roleDefinitions/${id}`;

const present = (role: RoleRow, scope: string) => ({
  properties: {
    roleName: role.name,
    type: typeOf(role),
    description: isCustom(role) ? role.description : "",
    assignableScopes: isCustom(role) ? role.assignableScopes : ["/"],
    permissions: [
      {
        actions: role.actions,
        notActions: role.notActions,
        dataActions: role.dataActions,
        notDataActions: role.notDataActions,
      },
    ],
    ...historyOf(role),
  },
  id: idOf(role, scope),
  type: "Microsoft.Authorization/roleDefinitions",
  name: role.id,
});

/**
 * Role definitions at any scope: read, list by name; custom ones are made and deleted. Whoever has a
 * token reads those of the tenant.
 */
export function roleDefinitionRoutes({ app, world }: RouteContext): void {
  const { roleDefinitions, roleAssignments } = azureStore(world);

  for (const scope of SCOPE_PATHS) {
    const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions/:name`;

    app.put<{ Params: DefinitionPath }>(
      path,
      routeOptions("authorization/roleDefinitions/write"),
      (request, reply) => {
        const id = request.params.name.toLowerCase();
        if (builtInRole(world, id)) throw new NotSimulated("changing a built-in role");
        const { properties } = parseBody(putBody, request.body);
        const { roleName: name, description, assignableScopes } = properties;
        requireNewName(id, name);
        const [permissions] = properties.permissions;
        const createdBy = request.armCaller.oid;
        const made = { createdAt: world.clock.iso(), createdBy };
        const role = { id, name, description, assignableScopes, ...made, ...permissions };
        const at = extendedScope(resourceIdOf(request));
        return reply.status(201).send(present(roleDefinitions.put(id, role), at));
      },
    );

    app.delete<{ Params: DefinitionPath }>(
      path,
      routeOptions("authorization/roleDefinitions/delete"),
      (request, reply) => {
        const role = roleDefinitions.get(request.params.name.toLowerCase());
        if (!role) return reply.status(204).send();
        requireUnassigned(role);
        roleDefinitions.delete(role.id);
        return reply.send(present(role, extendedScope(resourceIdOf(request))));
      },
    );
  }

  const { config } = routeOptions("authorization/roleDefinitions/read", "$filter");
  // Without an operation no role is asked for.
  const ofTenant = { path: "", options: { config: { queryOptions: config.queryOptions } } };
  for (const scope of [ofTenant, ...SCOPE_PATHS.map((path) => ({ path, options: { config } }))]) {
    const list = `${scope.path}/providers/Microsoft.Authorization/roleDefinitions`;

    app.get<{ Params: DefinitionPath }>(`${list}/:name`, scope.options, (request, reply) => {
      const { name } = request.params;
      const role = roleOf(world, name);
      if (role) return reply.send(present(role, extendedScope(resourceIdOf(request))));
      throw new ApiError(
        404,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${name}' does not exist.`,
      );
    });

    app.get<{ Querystring: { $filter?: string } }>(list, scope.options, (request, reply) => {
      const at = extendedScope(resourceIdOf(request));
      const wanted = parseFilter(request.query.$filter ?? "", ["rolename", "type"]);
      const name = wanted.get("rolename");
      const custom = roleDefinitions
        .values()
        .filter(({ assignableScopes }) =>
          assignableScopes.some((one) => isWithin(keyOf(at), keyOf(one))),
        );
      const value = [...table(world, "roles").rows, ...custom].filter(
        (role) =>
          (name === undefined || role.name.toLowerCase() === name.toLowerCase()) &&
          (wanted.get("type") ?? typeOf(role)) === typeOf(role),
      );
      return reply.send({ value: value.map((role) => present(role, at)) });
    });
  }

  function requireNewName(id: string, name: string): void {
    const taken = [...table(world, "roles").rows, ...roleDefinitions.values()].some(
      (role) => role.id !== id && role.name.toLowerCase() === name.toLowerCase(),
    );
    if (taken)
      throw new ApiError(
        409,
        "RoleDefinitionWithSameNameExists",
        `A custom role with the same name '${name}' already exists in this directory. Use a different name.`,
      );
  }

  function requireUnassigned(role: CustomRole): void {
    const assigned = roleAssignments
      .values()
      .some(({ roleDefinitionId }) => roleOf(world, roleDefinitionId)?.id === role.id);
    if (assigned)
      throw new ApiError(
        400,
        "RoleDefinitionHasAssignments",
        `There are existing role assignments referencing role '${role.name}'.`,
      );
  }
}
