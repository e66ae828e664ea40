import { STATUS_CODES } from "node:http";
import { own } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { keyOf, parseGroupId, subscriptionOf } from "../arm/ids";
import { typeOfId } from "../arm/scopes";
import type { Activity } from "../entities";
import { tenantOf } from "../entra/tenant";
import { azureStore } from "../store";
import { guid } from "../templates/expressions/hashes";
import { KEPT_ACTIVITIES } from "./activity-log";

/*
 * @parity
 * - Activity log (`eventtypes/management/values`): of each change its request (`Started`) and its
 *   answer (`Succeeded`, `Accepted`, `Failed`), refusals included, for 200 changes; what asks for a
 *   longer time is 501; filters by time, group, resource, provider, caller, correlation. A client's
 *   "until now" is this cloud's now — keys recorded (azure-cli's test of role audits), filter spec;
 *   how many, and that the end of an operation is not in it, ours
 */

/** A client whose upper bound is this near to its own time wants all until now. */
const NEAR_MS = 5 * 60 * 1000;

type Event = ReturnType<typeof present>[number];

const isSame = (value: string, wanted: string): boolean => keyOf(value) === keyOf(wanted);

/** Whether an event is one that a condition wants, by the condition's property and comparison. */
const CONDITIONS: Record<string, (one: Event, wanted: string) => boolean> = {
  "eventtimestamp ge": (one, wanted) => Date.parse(one.eventTimestamp) >= timeOf(wanted),
  "eventtimestamp le": (one, wanted) => Date.parse(one.eventTimestamp) <= timeOf(wanted),
  "resourcegroupname eq": (one, wanted) => isSame(one.resourceGroupName, wanted),
  "resourceuri eq": (one, wanted) => isSame(one.resourceId, wanted),
  // As az calls it.
  "resourceid eq": (one, wanted) => isSame(one.resourceId, wanted),
  "resourceprovider eq": (one, wanted) => isSame(one.resourceProviderName.value, wanted),
  "caller eq": (one, wanted) => isSame(one.caller, wanted),
  "correlationid eq": (one, wanted) => isSame(one.correlationId, wanted),
  "status eq": (one, wanted) => isSame(one.status.value, wanted),
};

/**
 * The activity log of a subscription: of each change, the request and the answer, the newest first.
 * How an operation that goes on ended is not in it.
 */
export function activityLogRoutes({ app, world }: RouteContext): void {
  const { activities } = azureStore(world);
  app.get<{ Params: { subscription: string }; Querystring: { $filter?: string } }>(
    "/subscriptions/:subscription/providers/Microsoft.Insights/eventtypes/management/values",
    routeOptions("insights/eventtypes/values/read", "$filter"),
    (request, reply) => {
      const isWanted = wantedBy(world, request.query.$filter ?? "");
      const { subscription } = request.params;
      const value = activities
        .values()
        .filter(({ id }) => isSame(subscriptionOf(id), subscription))
        .sort((a, b) => b.number - a.number)
        .flatMap((one) => present(one, tenantOf(world).tenantId))
        .filter(isWanted);
      return reply.send({ value });
    },
  );
}

/** @throws NotSimulated for a condition that is not known, and for a time of which something is lost */
function wantedBy(world: World, filter: string): (one: Event) => boolean {
  const conditions = filter
    .split(/\s+and\s+/i)
    .filter((one) => one.trim() !== "")
    .map((condition) => {
      const [, name = "", comparison = "", quoted, bare = ""] =
        /^\s*(\w+)\s+(eq|ge|le)\s+(?:'([^']*)'|(\S+))\s*$/i.exec(condition) ?? [];
      const asked = `${name} ${comparison}`.toLowerCase();
      const meets = own(CONDITIONS, asked);
      if (!meets) throw new NotSimulated(`the filter '${filter}' of the activity log`);
      return { asked, wanted: quoted ?? bare, meets };
    })
    // A client's own clock does not jump as this cloud's does.
    .filter(
      ({ asked, wanted }) =>
        asked !== "eventtimestamp le" || timeOf(wanted) < world.clock.real() - NEAR_MS,
    );
  requireKept(world, conditions.find(({ asked }) => asked === "eventtimestamp ge")?.wanted);
  return (one) => conditions.every(({ wanted, meets }) => meets(one, wanted));
}

/** @throws NotSimulated where activities since that time are no longer kept */
function requireKept(world: World, since: string | undefined): void {
  const all = azureStore(world).activities.values();
  const [oldest] = all.sort((a, b) => a.number - b.number);
  if (!oldest || oldest.number === 1) return;
  if (since === undefined || timeOf(since) < Date.parse(oldest.at))
    throw new NotSimulated(
      `an activity log of more than ${KEPT_ACTIVITIES} changes: ask for what happened since ${oldest.at}`,
    );
}

/** Milliseconds since the epoch; az writes UTC without its Z. */
const timeOf = (text: string): number =>
  Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);

const groupOf = (id: string): string =>
  parseGroupId(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0] ?? "")?.name ?? "";

const providerOf = (action: string): string => action.split("/")[0] ?? "";

const named = (value: string, localizedValue = value) => ({ value, localizedValue });

/** An activity as two events, the later one first. */
function present(activity: Activity, tenantId: string) {
  const { at, action, id, method, status, isGoingOn, correlationId, caller, oid } = activity;
  const subscriptionId = subscriptionOf(id);
  const operationId = guid("operation", String(activity.number), correlationId);
  const isFailed = status >= 400;
  const event = (kind: "BeginRequest" | "EndRequest", state: string, properties: object) => {
    const eventDataId = guid(kind, operationId);
    return {
      authorization: { action, scope: id },
      caller,
      channels: "Operation",
      claims: { "http://schemas.microsoft.com/identity/claims/objectidentifier": oid },
      correlationId,
      description: "",
      eventDataId,
      eventName: named(kind, kind.replace("Request", " request")),
      category: named("Administrative"),
      httpRequest: { method },
      id: `${id}/events/${eventDataId}/ticks/${activity.number}`,
      level: isFailed && kind === "EndRequest" ? "Error" : "Informational",
      resourceGroupName: groupOf(id),
      resourceProviderName: named(providerOf(action)),
      resourceId: id,
      resourceType: named(typeOfId(id) || action.replace(/\/[^/]+$/, "")),
      operationId,
      operationName: named(action),
      properties: { entity: id, message: action, eventCategory: "Administrative", ...properties },
      status: named(state),
      subStatus: subStatusOf(kind === "EndRequest" ? status : undefined),
      eventTimestamp: at,
      submissionTimestamp: at,
      subscriptionId,
      tenantId,
    };
  };
  const succeeded = isGoingOn ? "Accepted" : "Succeeded";
  return [
    event("EndRequest", isFailed ? "Failed" : succeeded, {
      statusCode: STATUS_CODES[status],
      responseBody: activity.body,
    }),
    event("BeginRequest", "Started", { requestbody: activity.body }),
  ];
}

const subStatusOf = (status: number | undefined) => {
  if (status === undefined) return named("");
  const text = STATUS_CODES[status] ?? "";
  return named(text.replace(/\s/g, ""), `${text} (HTTP Status Code: ${status})`);
};
