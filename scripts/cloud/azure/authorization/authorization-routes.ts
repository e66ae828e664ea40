import { z } from "zod";
import { assignmentsFor, rolesOf } from "./access";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import { ApiError } from "../../core/errors";
import type { Lock } from "../entities";
import { isWithin, keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

/*
 * @parity
 * - Locks: `ScopeLocked` on delete here, above and below; ReadOnly also on write — guessed
 */

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

/** Microsoft.Authorization besides role assignments: permissions and locks. */
export function authorizationRoutes(arm: RouteContext): void {
  for (const scope of SCOPE_PATHS) {
    permissionRoutes(arm, scope);
    lockRoutes(arm, scope);
  }
}

function permissionRoutes({ app, world }: RouteContext, scope: string): void {
  const path = `${scope}/providers/Microsoft.Authorization/permissions`;
  app.get(path, routeOptions("authorization/permissions/read"), (request, reply) => {
    const at = extendedScope(resourceIdOf(request));
    const roles = rolesOf(world, assignmentsFor(world, request.armCaller.oid, at));
    const value = roles.map(({ actions, notActions, dataActions, notDataActions }) => ({
      actions,
      notActions,
      dataActions,
      notDataActions,
    }));
    return reply.send({ value });
  });
}

function lockRoutes({ app, world }: RouteContext, scope: string): void {
  const { locks } = azureStore(world);
  const list = `${scope}/providers/Microsoft.Authorization/locks`;
  const path = `${list}/:name`;

  app.put<{ Params: { name: string } }>(
    path,
    routeOptions("authorization/locks/write"),
    (request, reply) => {
      const id = resourceIdOf(request);
      const { level, notes } = parseBody(lockBody, request.body).properties;
      const known = locks.get(keyOf(id));
      const lock = { id, name: request.params.name, scope: extendedScope(id), level, notes };
      return reply.status(known ? 200 : 201).send(presentLock(locks.put(keyOf(id), lock)));
    },
  );

  app.get<{ Params: { name: string } }>(
    path,
    routeOptions("authorization/locks/read"),
    (request, reply) => {
      const lock = locks.get(keyOf(resourceIdOf(request)));
      if (lock) return reply.send(presentLock(lock));
      throw new ApiError(
        404,
        "LockNotFound",
        `The lock '${request.params.name}' could not be found.`,
      );
    },
  );

  app.delete(path, routeOptions("authorization/locks/delete"), (request, reply) =>
    reply.status(locks.delete(keyOf(resourceIdOf(request))) ? 200 : 204).send(),
  );

  app.get(list, routeOptions("authorization/locks/read"), (request, reply) => {
    const at = keyOf(extendedScope(resourceIdOf(request)));
    const value = locks
      .values()
      .filter((lock) => isWithin(keyOf(lock.scope), at) || isWithin(at, keyOf(lock.scope)));
    return reply.send({ value: value.map(presentLock) });
  });
}
