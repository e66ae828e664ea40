import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import type { Operation } from "../../core/operations";
import { apiVersionOf, originOf } from "./request-url";
import { POLL_INTERVAL_MS } from "./durations";

/** Body of the answer to a poll of an `Azure-AsyncOperation` URL. */
export type AsyncStatus = { status: string; error?: Operation["error"] } & Record<string, unknown>;

/** Real polling URLs end in a signed query; a client that drops it drops the api-version, too. */
const signature = (operation: Operation): string =>
  `t=${operation.startedAt}&c=MII&s=sig&h=${operation.id.slice(0, 8)}`;

function pollUrl(request: FastifyRequest, operationsPath: string, operation: Operation): string {
  const query = `api-version=${apiVersionOf(request)}&${signature(operation)}`;
  return `${originOf(request)}${operationsPath}/${operation.id}?${query}`;
}

const withPollInterval = (reply: FastifyReply): FastifyReply =>
  reply.header("retry-after-ms", String(POLL_INTERVAL_MS));

/**
 * Adds the headers of an operation that clients poll by `Azure-AsyncOperation`. `operationsPath` is
 * the path under which the service answers polls.
 */
export function announceAsync(
  request: FastifyRequest,
  reply: FastifyReply,
  operationsPath: string,
  operation: Operation,
): FastifyReply {
  return withPollInterval(reply).header(
    "azure-asyncoperation",
    pollUrl(request, operationsPath, operation),
  );
}

/** Sets 202 and the headers of an operation that clients poll by `Location`. */
export function announceLocation(
  request: FastifyRequest,
  reply: FastifyReply,
  operationsPath: string,
  operation: Operation,
): FastifyReply {
  return withPollInterval(reply)
    .status(202)
    .header("location", pollUrl(request, operationsPath, operation));
}

/**
 * Answers a poll of a `Location`: 202 with the same URL while it runs, then an empty 200.
 * @throws ApiError 409 of an operation that failed
 */
export function answerLocation(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
): FastifyReply {
  const { status, error } = operation;
  if (status === "Failed") throw new ApiError(409, error?.code ?? "", error?.message ?? "");
  if (status !== "Running") return reply.status(200).send();
  return withPollInterval(reply)
    .status(202)
    .header("location", `${originOf(request)}${request.url}`)
    .send();
}

/** Answers a poll of an `Azure-AsyncOperation`. */
export const answerStatus = (
  reply: FastifyReply,
  status: number,
  body: AsyncStatus,
): FastifyReply => withPollInterval(reply).status(status).send(body);
