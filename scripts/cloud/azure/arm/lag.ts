import type { FastifyReply, FastifyRequest } from "fastify";
import { isJsonObject } from "../../../../infra/json-object";
import type { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { resourceIdOf } from "./request-url";
import { groupNotFound, resourceNotFound } from "./errors";
import { keyOf, parseGroupId } from "./ids";
import type { ListAnswer } from "./pages";

/*
 * @parity
 * - A planned `lag`: as many reads do not see what was written, neither itself (404) nor in lists —
 *   documented (eventual consistency); counted in reads ours
 */

/** Begins the lag that is planned for a write, if Azure did it: readers do not see it yet. */
export function startLag(world: World, request: FastifyRequest, reply: FastifyReply): void {
  const { readLag } = request;
  if (readLag === undefined || request.method !== "PUT" || reply.statusCode >= 300) return;
  world.faults.lag(keyOf(resourceIdOf(request)), readLag);
}

/**
 * Refuses the read of a resource that was written and is not to be seen yet.
 * @throws ApiError 404, as of a resource that does not exist
 */
export function requireVisible(world: World, { method }: FastifyRequest, id: string): void {
  if (method !== "GET" && method !== "HEAD") return;
  if (world.faults.takeLaggingRead(keyOf(id))) throw notFound(id);
}

/** A list without what is not to be seen yet. */
export const withoutLagging = (world: World, list: ListAnswer): ListAnswer => ({
  ...list,
  value: list.value.filter((one) => {
    const id = isJsonObject(one) && one["id"];
    return typeof id !== "string" || !world.faults.takeLaggingRead(keyOf(id));
  }),
});

function notFound(id: string): ApiError {
  const group = parseGroupId(id);
  if (group) return groupNotFound(group.name);
  const [, groupName = "", type = "", name = ""] =
    /\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/(.+)$/i.exec(id) ?? [];
  return resourceNotFound(type, name, groupName);
}
