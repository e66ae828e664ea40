import type { FastifyRequest } from "fastify";
import { NotSimulated } from "../../core/errors";

/*
 * @parity
 * - OData options: `$filter` (`eq`, `and`; of resources and usages `or`, of resources
 *   `substringof`), `$top` and `$expand` of lists of resources and groups, as the routes say; any
 *   other is 501, never ignored; nonsense is 400 `InvalidFilterInQueryString` — reported
 *   (azure-sdk-for-go 2480); which properties take what documented (Resources - List)
 */

declare module "fastify" {
  interface FastifyContextConfig {
    /** The OData options that the route obeys, e.g. `$filter`; every list obeys `$skiptoken`. */
    queryOptions?: readonly string[];
  }
}

/**
 * Refuses what would be ignored: whoever lists a part of a group must not be answered with all of
 * it.
 * @throws ApiError 501 for an OData option that the route does not obey
 */
export function requireObeyedOptions(request: FastifyRequest): void {
  const { queryOptions = [] } = request.routeOptions.config;
  for (const name of Object.keys(request.query as Record<string, unknown>))
    if (name.startsWith("$") && !["$skiptoken", ...queryOptions].includes(name.toLowerCase()))
      throw new NotSimulated(`the query option ${name} of ${request.routeOptions.url ?? ""}`);
}
