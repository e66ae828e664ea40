import { own } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import type { GroupPath, RouteContext } from "../arm/context";
import { parseAlternatives } from "../arm/filter";
import { groupId, keyOf, regionOf } from "../arm/ids";
import { requireGroup } from "../arm/write-request";
import { azureStore } from "../store";
import { type Listed, listedInGroup, listedInSubscription } from "./listed";
import { hasTag } from "./tag-filter";

/*
 * @parity
 * - Resources of a group and of the subscription are listed with their tags, kinds and SKUs, without
 *   the times of changes — spec
 */

interface ResourceQuery {
  $filter?: string;
  $expand?: string;
}

/** Properties of `$expand`. The simulator does not keep the times of changes apart. */
const EXPANSIONS: Record<string, (one: Listed) => unknown> = {
  createdtime: ({ createdAt }) => ["createdTime", createdAt],
  changedtime: ({ createdAt }) => ["changedTime", createdAt],
  provisioningstate: ({ state = "Succeeded" }) => ["provisioningState", state],
};

/** Lists the resources of a group or subscription, as a check after a destroy does. */
export function resourceRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);
  const options = ["$filter", "$expand", "$top"];
  app.get<{ Params: GroupPath; Querystring: ResourceQuery }>(
    "/subscriptions/:subscription/resources",
    routeOptions("resources/resources/read", ...options),
    (request, reply) => {
      const subscription = keyOf(request.params.subscription);
      const listed = listedInSubscription(store, subscription).filter(matching(request.query));
      return reply.send({ value: listed.map(present(request.query)) });
    },
  );

  app.get<{ Params: GroupPath; Querystring: ResourceQuery }>(
    "/subscriptions/:subscription/resourceGroups/:group/resources",
    routeOptions("resources/groups/resources/read", ...options),
    (request, reply) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      const key = keyOf(groupId(subscription, group));
      const listed = listedInGroup(store, key).filter(matching(request.query));
      return reply.send({ value: listed.map(present(request.query)) });
    },
  );
}

/** Whether a resource is one that a filter wants, by what it compares; names are in lower case. */
const FILTERED: Record<string, (one: Listed, wanted: string) => boolean> = {
  name: ({ name }, wanted) => keyOf(name) === keyOf(wanted),
  "substringof(name)": ({ name }, wanted) => keyOf(name).includes(keyOf(wanted)),
  resourcetype: ({ type }, wanted) => keyOf(type) === keyOf(wanted),
  resourcegroup: ({ resourceGroup }, wanted) => keyOf(resourceGroup) === keyOf(wanted),
  "substringof(resourcegroup)": ({ resourceGroup }, wanted) =>
    keyOf(resourceGroup).includes(keyOf(wanted)),
  location: ({ location }, wanted) => regionOf(location) === regionOf(wanted),
};

function matching({ $filter = "" }: ResourceQuery): (one: Listed) => boolean {
  const alternatives = parseAlternatives($filter, [
    ...Object.keys(FILTERED),
    "tagname",
    "tagvalue",
  ]);
  return (one) =>
    alternatives.some(
      (wanted) =>
        hasTag(one.tags, wanted) &&
        [...wanted].every(([what, value]) => own(FILTERED, what)?.(one, value) ?? true),
    );
}

function present({ $expand = "" }: ResourceQuery): (one: Listed) => Record<string, unknown> {
  const expansions = $expand.split(",").flatMap((name) => {
    if (name.trim() === "") return [];
    const expansion = own(EXPANSIONS, name.trim().toLowerCase());
    if (!expansion) throw new NotSimulated(`$expand=${name} of a list of resources`);
    return [expansion];
  });
  return (one) => {
    const { id, name, type, location, tags, kind, sku } = one;
    const more = expansions.map((expansion) => expansion(one) as [string, unknown]);
    return { id, name, type, location, tags, kind, sku, ...Object.fromEntries(more) };
  };
}
