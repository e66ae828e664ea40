import type { FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import { apiVersionOf, originOf } from "./app";

/** The OData options of a list that comes in pages. */
export interface PageQuery {
  $top?: string;
  /** The place where the next page begins; only `nextLink` has it. */
  $skiptoken?: string;
}

/**
 * One page of a list: `$top` items, and the link to the next page where more are left.
 * @throws ApiError 400 for a `$top` that is not a positive number
 */
export function pageOf<T>(
  request: FastifyRequest,
  items: readonly T[],
): { value: T[]; nextLink?: string } {
  const { $top, $skiptoken = "0" } = request.query as PageQuery;
  const size = Number($top ?? Infinity);
  if (!(size >= 1))
    throw new ApiError(400, "InvalidTopParameter", `The value '${$top ?? ""}' of $top is invalid.`);
  const start = Number($skiptoken);
  const value = items.slice(start, start + size);
  if (start + size >= items.length) return { value };
  const query = new URLSearchParams({
    ...(request.query as Record<string, string>),
    "api-version": apiVersionOf(request),
    $skiptoken: String(start + size),
  });
  return {
    value,
    nextLink: `${originOf(request)}${request.url.split("?")[0]}?${query.toString()}`,
  };
}
