import type { FastifyReply, FastifyRequest } from "fastify";
import type { Operation } from "../../core/operations";
import { apiVersionOf, originOf } from "./app";
import { POLL_INTERVAL_MS } from "./durations";

/** What a service's polling URL answers while an operation runs, and in the end. */
export type AsyncStatus = { status: string; error?: Operation["error"] } & Record<string, unknown>;

/** The signed query that real polling URLs end in: a client that drops the query drops its api-version too. */
const signature = (operation: Operation): string =>
  `t=${operation.startedAt}&c=MII&s=sig&h=${operation.id.slice(0, 8)}`;

const pollUrl = (request: FastifyRequest, folder: string, operation: Operation): string =>
  `${originOf(request)}${folder}/${operation.id}?api-version=${apiVersionOf(request)}&${signature(operation)}`;

const withPollInterval = (reply: FastifyReply): FastifyReply =>
  reply.header("retry-after-ms", String(POLL_INTERVAL_MS));

/** Announces an operation by `Azure-AsyncOperation`: `operationsPath` is the path of the service's operation results. */
export function announceAsync(
  request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
  operation: Operation,
): FastifyReply {
  return withPollInterval(reply).header(
    "azure-asyncoperation",
    pollUrl(request, folder, operation),
  );
}

/** Announces an operation by `Location`: polling answers 202 until it is done, then 200. */
export function announceLocation(
  request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
  operation: Operation,
): FastifyReply {
  return withPollInterval(reply)
    .status(202)
    .header("location", pollUrl(request, folder, operation));
}

/** Answers a poll of a `Location`: 202 with the same URL, or an empty 200. */
export function answerLocation(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
): FastifyReply {
  if (operation.status !== "Running") return reply.status(200).send();
  return withPollInterval(reply)
    .status(202)
    .header("location", `${originOf(request)}${request.url}`)
    .send();
}

/** Sends a poll's pace along with a status document. */
export const answerStatus = (
  reply: FastifyReply,
  status: number,
  body: AsyncStatus,
): FastifyReply => withPollInterval(reply).status(status).send(body);
