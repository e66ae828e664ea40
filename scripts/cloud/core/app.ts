import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { messageOf } from "../../../infra/errors";
import { ApiError, NotSimulated } from "./errors";
import { apiErrorOf as plannedErrorOf, type LostAnswer } from "./faults";
import type { Host } from "./hosts";
import { parseRelaxedJson } from "./relaxed-json";
import { requireLocalSource } from "./request-source";
import type { World } from "./world";

/*
 * @parity
 * - Paths in any case, doubled and trailing slashes ignored; names keep the spelling they were made
 *   with — spec
 * - Addresses are `https://127.0.0.1:PORT`, one port per account and workspace, kept for the life of
 *   the world unless another program takes it — ours
 */

declare module "fastify" {
  interface FastifyContextConfig {
    /** Name of the operation for faults and logs, e.g. `cognitiveservices/accounts/write`. */
    operation?: string;
    /** True where the body is a file, and stays bytes whatever it looks like. */
    fileBody?: boolean;
    /** True where JSON may have comments and names without quotation marks. */
    relaxedJson?: boolean;
  }
  interface FastifyRequest {
    /** The account, workspace or service that this request is addressed to. */
    cloudHost: Host;
    /** What the client gets in place of the answer. */
    lostAnswer: LostAnswer | undefined;
    /** Reads that are not to see what this request changes. */
    readLag: number | undefined;
  }
}

/** Puts an error into the service's own error body. */
export type ErrorFormatter = (error: ApiError, request: FastifyRequest) => Record<string, unknown>;

/** A hook that promises something only where it must wait: each promise costs a request a turn. */
export const hookOf =
  (work: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | undefined) =>
  (
    request: FastifyRequest,
    reply: FastifyReply,
    done: () => void,
  ): Promise<unknown> | undefined => {
    const waiting = work(request, reply);
    if (!waiting) done();
    return waiting;
  };

const BODY_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * Creates a service's HTTP application. Like Azure, it matches paths in any case and with doubled
 * slashes. It refuses requests of foreign sites, completes due operations before each request and
 * applies planned faults. What a route changes before it first waits is kept whole or not at all. A route that is not simulated answers 501 with its name.
 */
export async function createApp(
  world: World,
  service: string,
  formatError: ErrorFormatter,
): Promise<FastifyInstance> {
  const refuse = (error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply
      .status(error.status)
      .headers(error.extra.headers ?? {})
      .send(formatError(error, request));
  const app = fastify({
    // A path that cannot be decoded, or is too long, is refused before any route is found.
    frameworkErrors: (error, request, reply) =>
      void refuse(apiErrorOf(error, world), request, reply),
    routerOptions: {
      caseSensitive: false,
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: 500,
    },
    bodyLimit: BODY_LIMIT_BYTES,
  });
  addBodyParsers(app);
  app.addHook("onRoute", (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      return world.store.atomically(() => handler.call(this, request, reply));
    };
  });
  app.decorateRequest("lostAnswer", undefined);
  app.decorateRequest("readLag", undefined);
  app.addHook("onSend", (request, reply, payload, done) => {
    world.store.commit();
    done(null, withLostAnswer(request, reply, payload, formatError));
  });
  app.addHook(
    "onRequest",
    hookOf((request) => {
      request.cloudHost = world.hosts.hostOnPort(request.raw.socket.localPort);
      requireLocalSource(request.headers, request.cloudHost.port);
      return world.operations.mayBeDue() ? world.operations.completeDue() : undefined;
    }),
  );
  app.addHook("preHandler", (request, reply, done) => {
    const operation = request.routeOptions.config.operation;
    const fault = operation === undefined ? undefined : world.faults.next(operation);
    if (fault === "drop") {
      reply.hijack();
      request.raw.socket.destroy();
    } else if (typeof fault === "object" && "lag" in fault) request.readLag = fault.lag;
    else request.lostAnswer = fault;
    done();
  });
  const notSimulated = ({ method, url }: FastifyRequest): NotSimulated =>
    new NotSimulated(`${method} ${url} of ${service}`);
  // Before the body is parsed: what is wrong with a body is not known where nothing reads it.
  app.addHook("preParsing", (request, _reply, _payload, done) => {
    done(request.is404 ? notSimulated(request) : null);
  });
  app.setNotFoundHandler((request, reply) => refuse(notSimulated(request), request, reply));
  app.setErrorHandler((error, request, reply) => refuse(apiErrorOf(error, world), request, reply));
  await Promise.resolve();
  return app;
}

/** What is sent in place of an answer that is lost by plan; the payload itself for any other. */
function withLostAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  formatError: ErrorFormatter,
): unknown {
  const { lostAnswer } = request;
  if (lostAnswer === undefined) return payload;
  if (lostAnswer === "drop served") {
    request.raw.socket.destroy();
    return payload;
  }
  const error = plannedErrorOf(lostAnswer);
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  void reply.status(error.status).headers({ ...JSON_TYPE, ...error.extra.headers });
  return JSON.stringify(formatError(error, request));
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Content that is bytes, whatever it looks like. */
const BINARY = /^(application\/octet-stream|multipart\/)/i;

/**
 * Parses JSON under any content type or none, as the services do: `curl --data` sends a form's type
 * (an empty body is undefined). Bytes, and text that is no JSON under another type, stay bytes.
 */
function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer" },
    (request: FastifyRequest, bytes: Buffer) =>
      new Promise((resolve) => {
        const { fileBody = false, relaxedJson = false } = request.routeOptions.config;
        const parse = relaxedJson ? parseRelaxedJson : JSON.parse;
        if (fileBody) resolve(bytes);
        else resolve(bodyOf(bytes, request.headers["content-type"] ?? "", parse));
      }),
  );
}

/** @throws ApiError 400 for what should be JSON and is not */
function bodyOf(bytes: Buffer, type: string, parse: (text: string) => unknown): unknown {
  if (BINARY.test(type)) return bytes;
  // Some clients on Windows begin a body with a byte order mark.
  const text = bytes
    .toString()
    .replace(/^\uFEFF/, "")
    .trim();
  if (!/json/i.test(type) && !/^[{[]/.test(text)) return type === "" ? undefined : bytes;
  if (text === "") return undefined;
  try {
    return parse(text);
  } catch {
    throw new ApiError(
      400,
      "InvalidRequestContent",
      "The request content was invalid and could not be deserialized.",
    );
  }
}

/** Any error as an `ApiError`. An error of the simulator itself becomes 500 and is reported. */
function apiErrorOf(error: unknown, world: World): ApiError {
  if (error instanceof ApiError) return error;
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const text = messageOf(error);
  // Fastify refuses, for example, a body that is too large.
  if (status < 500) return new ApiError(status, "BadRequest", text);
  world.onError(error);
  return new ApiError(500, "InternalServerError", `the local cloud failed: ${text}`);
}
