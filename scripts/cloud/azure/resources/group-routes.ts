import { z } from "zod";
import {
  ALLOWED_GROUP_LOCATIONS,
  requireGroup,
  requireAllowedByPolicy,
  requireOfferedRegion,
} from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import type { ResourceGroup } from "../entities";
import { groupBeingDeleted, groupLocationFixed } from "../arm/errors";
import { startGroupDeletion } from "./groups";
import { groupId, keyOf, regionOf } from "../arm/ids";
import { announceLocation } from "../arm/long-running";
import { azureStore } from "../store";
import { parseBody, type RouteContext } from "../arm/context";

interface GroupPath {
  subscription: string;
  group: string;
}

const putBody = z.looseObject({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).nullish(),
});
const patchBody = z.looseObject({ tags: z.record(z.string(), z.string()).nullish() });

const present = (group: ResourceGroup) => ({
  id: group.id,
  name: group.name,
  type: "Microsoft.Resources/resourceGroups",
  location: group.location,
  tags: group.tags,
  ...(group.managedBy !== undefined && { managedBy: group.managedBy }),
  properties: { provisioningState: group.state },
});

/** Resource groups: create, change, read, exist, list by tag, delete with all that is in them. */
export function groupRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const path = "/subscriptions/:subscription/resourceGroups/:group";

  app.put<{ Params: GroupPath }>(path, routeOptions("resources/groups/write"), (request, reply) => {
    const { subscription, group: name } = request.params;
    const { location, tags } = parseBody(putBody, request.body);
    const key = keyOf(groupId(subscription, name));
    const known = store.groups.get(key);
    if (known?.state === "Deleting") throw groupBeingDeleted(known.name);
    if (known && regionOf(known.location) !== regionOf(location))
      throw groupLocationFixed(known.name, known.location, location);
    if (!known) {
      requireOfferedRegion(world, location, "Microsoft.Resources/resourceGroups");
      requireAllowedByPolicy(
        world,
        name,
        location,
        `/subscriptions/${subscription}`,
        ALLOWED_GROUP_LOCATIONS,
      );
    }
    const group = store.groups.put(key, {
      ...(known ?? {
        id: groupId(subscription, name),
        name,
        subscriptionId: subscription,
        state: "Succeeded",
      }),
      location: regionOf(location),
      tags: tags ?? {},
    });
    return reply.status(known ? 200 : 201).send(present(group));
  });

  app.patch<{ Params: GroupPath }>(
    path,
    routeOptions("resources/groups/write"),
    (request, reply) => {
      const known = requireGroup(world, request.params.subscription, request.params.group);
      const { tags } = parseBody(patchBody, request.body);
      const group = store.groups.put(keyOf(known.id), { ...known, tags: tags ?? known.tags });
      return reply.send(present(group));
    },
  );

  const read = { ...routeOptions("resources/groups/read"), exposeHeadRoute: false };
  app.get<{ Params: GroupPath }>(path, read, (request, reply) =>
    reply.send(present(requireGroup(world, request.params.subscription, request.params.group))),
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
      return announceLocation(
        request,
        reply,
        `/subscriptions/${subscription}/operationresults`,
        operation,
      ).send();
    },
  );

  app.get<{ Params: GroupPath; Querystring: { $filter?: string } }>(
    "/subscriptions/:subscription/resourceGroups",
    routeOptions("resources/groups/read"),
    (request, reply) => {
      const wanted = tagFilter(request.query.$filter);
      const groups = store
        .groupsInSubscription(keyOf(request.params.subscription))
        .filter(
          (g) =>
            !wanted ||
            (wanted.name in g.tags &&
              (wanted.value ?? g.tags[wanted.name]) === g.tags[wanted.name]),
        );
      return reply.send({ value: groups.map(present) });
    },
  );
}

/** `tagName eq 'class' and tagValue eq 'x'`, the value being optional. */
function tagFilter(filter: string | undefined): { name: string; value?: string } | undefined {
  const name = /tagname eq '([^']*)'/i.exec(filter ?? "")?.[1];
  const value = /tagvalue eq '([^']*)'/i.exec(filter ?? "")?.[1];
  return name === undefined ? undefined : { name, ...(value !== undefined && { value }) };
}
