import type { FastifyRequest } from "fastify";

/** The origin of a request's URL, for the absolute URLs of long-running operations. */
export const originOf = (request: FastifyRequest): string =>
  `https://127.0.0.1:${request.cloudHost.port}`;

/** The decoded path without query and doubled slashes: the ARM id that the request addresses. */
export const resourceIdOf = (request: FastifyRequest): string =>
  decodeURIComponent((request.url.split("?")[0] ?? "").replace(/\/+/g, "/"));

/** The api-version of a request; empty when it has none, which only an anonymous route allows. */
export function apiVersionOf({ query }: FastifyRequest): string {
  const { "api-version": versions } = query as { "api-version"?: string | string[] };
  return [versions].flat()[0] ?? "";
}
