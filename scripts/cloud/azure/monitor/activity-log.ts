import type { FastifyReply, FastifyRequest } from "fastify";
import type { World } from "../../core/world";
import { actionOf, isOperation } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import { clientOf } from "../authorization/access";
import type { Activity } from "../entities";
import { azureStore } from "../store";

/** So many are kept: a class makes thousands, and a reader wants the last few. */
export const KEPT_ACTIVITIES = 200;

/** Of these, az reads who was granted which role out of the bodies. */
const WITH_BODY = /^Microsoft\.Authorization\/roleAssignments\//i;

/** Number of the newest activity of a world; each takes the place of the one so many before it. */
const newest = new WeakMap<World, number>();

/** Keeps who asked Resource Manager to change what, with what success. */
export function recordActivity(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): void {
  const action = changeIn(request);
  if (action === undefined) return;
  const { activities } = azureStore(world);
  const last = newest.get(world) ?? Math.max(0, ...activities.values().map((one) => one.number));
  newest.set(world, last + 1);
  const activity: Activity = {
    number: last + 1,
    at: world.clock.iso(),
    oid: request.armCaller.oid,
    caller: clientOf(request.armCaller),
    action,
    method: request.method,
    id: resourceIdOf(request),
    status: reply.statusCode,
    isGoingOn: reply.hasHeader("azure-asyncoperation") || reply.statusCode === 202,
    correlationId: String(reply.getHeader("x-ms-correlation-request-id")),
  };
  const kept = WITH_BODY.test(action) ? { ...activity, body: bodyOf(request, payload) } : activity;
  activities.put(String(kept.number % KEPT_ACTIVITIES), kept);
}

/** What was asked for, or of a deletion what there was. */
const bodyOf = ({ method, body }: FastifyRequest, payload: unknown): string =>
  String(method === "DELETE" ? payload : JSON.stringify(body));

/** The action of a request that changes something, by a caller who is known; undefined for any other. */
function changeIn(request: FastifyRequest): string | undefined {
  const { is404, method, routeOptions, params } = request;
  const isSignedIn = (request.armCaller as unknown) !== undefined;
  if (is404 || !isSignedIn || method === "GET" || method === "HEAD") return undefined;
  const { operation } = routeOptions.config;
  if (operation === undefined || !isOperation(operation)) return undefined;
  const action = actionOf(operation, params);
  return /\/read$/i.test(action) ? undefined : action;
}
