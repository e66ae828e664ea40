import type { FastifyRequest } from "fastify";
import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { table } from "../tables";
import { apiVersionOf, originOf } from "./request-url";

/*
 * @parity
 * - Lists come in pages if `settings.pageSize` says so, by `nextLink` with `$skiptoken`; `$top` of
 *   resources, groups and deployments — spec; size and tokens ours
 */

/** The OData options of a list that comes in pages. */
interface PageQuery {
  $top?: string;
  /** The place where the next page begins; only `nextLink` has it. */
  $skiptoken?: string;
}

/** An answer that is a list. */
export type ListAnswer = JsonObject & { value: unknown[] };

/** True for an answer that is a list. */
export const isList = (answer: unknown): answer is ListAnswer =>
  isJsonObject(answer) && Array.isArray(answer["value"]);

/**
 * One page of a list: `$top` items, or as many as a page of this world has (`settings.pageSize`), and
 * the link to the next page where more are left.
 * @throws ApiError 400 for a `$top` that is not a positive number
 */
export function pageOf(
  world: Pick<World, "store">,
  request: FastifyRequest,
  list: ListAnswer,
): ListAnswer {
  const { $top, $skiptoken = "0" } = request.query as PageQuery;
  const asked = Number($top ?? Infinity);
  if (!(asked >= 1))
    throw new ApiError(400, "InvalidTopParameter", `The value '${$top ?? ""}' of $top is invalid.`);
  const size = Math.min(asked, table(world, "settings").pageSize || Infinity);
  const start = Number($skiptoken);
  const value = list.value.slice(start, start + size);
  if (start + size >= list.value.length) return { ...list, value };
  const query = new URLSearchParams({
    ...(request.query as Record<string, string>),
    "api-version": apiVersionOf(request),
    $skiptoken: String(start + size),
  });
  const nextLink = `${originOf(request)}${request.url.split("?")[0]}?${query.toString()}`;
  return { ...list, value, nextLink };
}
