import { z } from "zod";
import { ALLOWED_GROUP_LOCATIONS, requireAllowedByPolicy } from "../authorization/policies";
import { requireGroup, requireOfferedRegion } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { ResourceGroup } from "../entities";
import { groupBeingDeleted, groupLocationFixed } from "../arm/errors";
import { parseFilter } from "../arm/filter";
import { requireValidName, requireValidTags } from "../arm/names";
import { hasTag } from "./tag-filter";
import { startGroupDeletion } from "./groups";
import { groupId, keyOf, regionOf, subscriptionScope } from "../arm/ids";
import { announceLocation } from "../arm/long-running";
import { azureStore } from "../store";
import { parseBody, type GroupPath, type RouteContext } from "../arm/context";

/*
 * @parity
 * - Groups: 201 then 200; DELETE 202 with `Location`, polls 202 then 200; HEAD 204/404; PATCH of
 *   tags; list by tag; 90 s — recorded
 * - Group states: `Deleting` while it goes, PUT into it 409 `ResourceGroupBeingDeleted`; location
 *   fixed, 409 `InvalidResourceGroupLocation` — guessed
 */

/*
 * @not-simulated
 * - resource moves
 */

const putBody = z.looseObject({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).nullish(),
  managedBy: z.string().nullish(),
});
const patchBody = z.looseObject({ tags: z.record(z.string(), z.string()).nullish() });

/** A group in an answer. */
export const presentGroup = (group: ResourceGroup) => ({
  id: group.id,
  name: group.name,
  type: "Microsoft.Resources/resourceGroups",
  location: group.location,
  tags: group.tags,
  managedBy: group.managedBy,
  properties: { provisioningState: group.state },
});

/** Resource groups: create, update, read, check existence, list by tag, delete with resources. */
export function groupRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const path = "/subscriptions/:subscription/resourceGroups/:group";

  app.put<{ Params: GroupPath }>(path, routeOptions("resources/groups/write"), (request, reply) => {
    const { subscription, group: name } = request.params;
    const { location, tags, managedBy } = parseBody(putBody, request.body);
    requireValidName("Microsoft.Resources/resourceGroups", name);
    requireValidTags(tags ?? {});
    const key = keyOf(groupId(subscription, name));
    const known = store.groups.get(key);
    if (known?.state === "Deleting") throw groupBeingDeleted(known.name);
    if (known && regionOf(known.location) !== regionOf(location))
      throw groupLocationFixed(known.name, known.location, location);
    if (!known) {
      requireOfferedRegion(world, location, "Microsoft.Resources/resourceGroups");
      const scope = groupId(subscription, name);
      requireAllowedByPolicy(world, name, location, scope, ALLOWED_GROUP_LOCATIONS);
    }
    const group = store.groups.put(key, {
      ...(known ?? {
        id: groupId(subscription, name),
        name,
        subscriptionId: subscription,
        state: "Succeeded",
      }),
      location: regionOf(location),
      tags: tags ?? undefined,
      managedBy: managedBy ?? known?.managedBy,
    });
    return reply.status(known ? 200 : 201).send(presentGroup(group));
  });

  app.patch<{ Params: GroupPath }>(
    path,
    routeOptions("resources/groups/write"),
    (request, reply) => {
      const known = requireGroup(world, request.params.subscription, request.params.group);
      const { tags } = parseBody(patchBody, request.body);
      requireValidTags(tags ?? {});
      const group = store.groups.put(keyOf(known.id), { ...known, tags: tags ?? known.tags });
      return reply.send(presentGroup(group));
    },
  );

  const read = { ...routeOptions("resources/groups/read"), exposeHeadRoute: false };
  app.get<{ Params: GroupPath }>(path, read, (request, reply) =>
    reply.send(
      presentGroup(requireGroup(world, request.params.subscription, request.params.group)),
    ),
  );

  app.head<{ Params: GroupPath }>(path, routeOptions("resources/groups/read"), (request, reply) => {
    const known = store.groups.get(
      keyOf(groupId(request.params.subscription, request.params.group)),
    );
    return reply.status(known ? 204 : 404).send();
  });

  app.delete<{ Params: GroupPath }>(
    path,
    routeOptions("resources/groups/delete"),
    (request, reply) => {
      const { subscription } = request.params;
      const group = requireGroup(world, subscription, request.params.group);
      const operation =
        world.operations.runningOn(keyOf(group.id)) ?? startGroupDeletion(world, group);
      const operationsPath = `${subscriptionScope(subscription)}/operationresults`;
      return announceLocation(request, reply, operationsPath, operation).send();
    },
  );

  app.get<{ Params: GroupPath; Querystring: { $filter?: string } }>(
    "/subscriptions/:subscription/resourceGroups",
    routeOptions("resources/groups/read", "$filter", "$top"),
    (request, reply) => {
      const wanted = parseFilter(request.query.$filter ?? "", ["tagname", "tagvalue"]);
      const groups = store
        .groupsInSubscription(keyOf(request.params.subscription))
        .filter(({ tags }) => hasTag(tags, wanted));
      return reply.send({ value: groups.map(presentGroup) });
    },
  );
}
