import { z } from "zod";
import { assignmentsFor, rolesOf } from "./access";
import { policyAssignmentId } from "./policies";
import { resourceIdOf } from "../arm/app";
import { ApiError } from "../../core/errors";
import type { Lock } from "../entities";
import { isWithin, keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { table } from "../tables";
import { parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

const lockBody = z.looseObject({
  properties: z.looseObject({
    level: z.enum(["CanNotDelete", "ReadOnly"]),
    notes: z.string().optional(),
  }),
});

const presentLock = (lock: Lock) => ({
  id: lock.id,
  name: lock.name,
  type: "Microsoft.Authorization/locks",
  properties: { level: lock.level, notes: lock.notes },
});

/** Microsoft.Authorization besides role assignments: permissions, policy assignments and locks. */
export function authorizationRoutes(arm: RouteContext): void {
  for (const scope of SCOPE_PATHS) {
    permissionRoutes(arm, scope);
    policyRoutes(arm, scope);
    lockRoutes(arm, scope);
  }
}

function permissionRoutes({ routes, world }: RouteContext, scope: string): void {
  const path = `${scope}/providers/Microsoft.Authorization/permissions`;
  routes.get(path, "authorization/permissions/read", (request) => {
    const at = extendedScope(resourceIdOf(request));
    const roles = rolesOf(world, assignmentsFor(world, request.armCaller.oid, at));
    const value = roles.map(({ actions, notActions, dataActions }) => ({
      actions,
      notActions,
      dataActions,
      notDataActions: [],
    }));
    return { value };
  });
}

function policyRoutes({ routes, world }: RouteContext, scope: string): void {
  const path = `${scope}/providers/Microsoft.Authorization/policyAssignments`;
  routes.get(path, "authorization/policyAssignments/read", (request) => {
    const at = keyOf(extendedScope(resourceIdOf(request)));
    const value = table(world, "policies")
      .rows.filter((policy) => isWithin(at, keyOf(policy.scope)))
      .map((policy) => ({
        id: policyAssignmentId(policy),
        type: "Microsoft.Authorization/policyAssignments",
        name: policy.name,
        properties: {
          displayName: policy.displayName,
          policyDefinitionId: policy.policyDefinitionId,
          scope: policy.scope,
          notScopes: policy.notScopes ?? [],
          parameters: policy.parameters,
          enforcementMode: policy.enforcementMode ?? "Default",
        },
      }));
    return { value };
  });
}

function lockRoutes({ routes, world }: RouteContext, scope: string): void {
  const { locks } = azureStore(world);
  const list = `${scope}/providers/Microsoft.Authorization/locks`;
  const path = `${list}/:name`;

  routes.put<{ name: string }>(path, "authorization/locks/write", (request, reply) => {
    const id = resourceIdOf(request);
    const { level, notes } = parseBody(lockBody, request.body).properties;
    const known = locks.get(keyOf(id));
    const lock = { id, name: request.params.name, scope: extendedScope(id), level, notes };
    return reply.status(known ? 200 : 201).send(presentLock(locks.put(keyOf(id), lock)));
  });

  routes.get<{ name: string }>(path, "authorization/locks/read", (request) => {
    const lock = locks.get(keyOf(resourceIdOf(request)));
    if (lock) return presentLock(lock);
    throw new ApiError(
      404,
      "LockNotFound",
      `The lock '${request.params.name}' could not be found.`,
    );
  });

  routes.delete(path, "authorization/locks/delete", (request, reply) =>
    reply.status(locks.delete(keyOf(resourceIdOf(request))) ? 200 : 204).send(),
  );

  routes.get(list, "authorization/locks/read", (request) => {
    const at = keyOf(extendedScope(resourceIdOf(request)));
    const value = locks
      .values()
      .filter((lock) => isWithin(keyOf(lock.scope), at) || isWithin(at, keyOf(lock.scope)));
    return { value: value.map(presentLock) };
  });
}
