import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { OperationName } from "./actions";

/** Adds a route of an operation. `P` are the parameters of its path, `Q` those of its query. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as with Fastify's own methods, the caller names the shape of its parameters
type AddRoute = <P = unknown, Q = unknown>(
  path: string,
  operation: OperationName,
  handler: (request: FastifyRequest<{ Params: P; Querystring: Q }>, reply: FastifyReply) => unknown,
) => void;

/** Adds routes that declare their operation, by which the caller's permission is checked. */
export type Router = Record<"get" | "put" | "patch" | "post" | "delete" | "head", AddRoute>;

/** A router of an application. */
export function createRouter(app: FastifyInstance): Router {
  const adder =
    (method: HTTPMethods): AddRoute =>
    (url, operation, handler) => {
      app.route({ method, url, config: { operation }, handler });
    };
  return {
    get: adder("GET"),
    put: adder("PUT"),
    patch: adder("PATCH"),
    post: adder("POST"),
    delete: adder("DELETE"),
    head: adder("HEAD"),
  };
}
