import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { denyAssignmentName } from "../arm/errors";
import { isWithin, keyOf } from "../arm/ids";
import { resourceIdOf } from "../arm/request-url";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";
import type { DatabricksWorkspace } from "../entities";
import { azureStore } from "../store";
import { guid } from "../templates/expressions/hashes";

/*
 * @parity
 * - Deny assignment on a workspace's managed group: 403 `DenyAssignmentAuthorizationFailed` —
 *   reported
 * - Deny assignments are those of workspaces' managed groups, with the name that the refusal tells —
 *   spec; name reported, permissions guessed
 */

/** Everyone, in the words of a deny assignment of the system. */
const EVERYONE = { id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" };

/**
 * The deny assignments of the system, which are all that there are here: each workspace protects its
 * managed group against everyone's changes.
 */
export function denyAssignmentRoutes({ app, world }: RouteContext): void {
  const { workspaces } = azureStore(world);
  for (const scope of SCOPE_PATHS)
    app.get(
      `${scope}/providers/Microsoft.Authorization/denyAssignments`,
      routeOptions("authorization/denyAssignments/read"),
      (request, reply) => {
        const at = keyOf(extendedScope(resourceIdOf(request)));
        const value = workspaces
          .values()
          .flatMap(present)
          .filter(({ properties }) => isRelated(keyOf(properties.scope), at));
        return reply.send({ value });
      },
    );
}

/** At the scope, above it and below it. */
const isRelated = (assigned: string, at: string): boolean =>
  isWithin(assigned, at) || isWithin(at, assigned);

function present({ workspaceId, managedResourceGroupId: scope }: DatabricksWorkspace) {
  if (scope === undefined) return [];
  const name = guid("denyAssignment", workspaceId);
  const properties = {
    denyAssignmentName: denyAssignmentName(workspaceId),
    permissions: [{ actions: ["*"], notActions: ["*/read"], dataActions: [], notDataActions: [] }],
    scope,
    doNotApplyToChildScopes: false,
    principals: [EVERYONE],
    excludePrincipals: [],
    isSystemProtected: true,
  };
  const type = "Microsoft.Authorization/denyAssignments";
  return [{ id: `${scope}/providers/${type}/${name}`, name, type, properties }];
}
