import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ApiError, NotSimulated } from "./errors";
import type { Host } from "./hosts";
import type { World } from "./world";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Name of the operation for faults and logs, e.g. `cognitiveservices/accounts/write`. */
    operation?: string;
  }
  interface FastifyRequest {
    /** The account, workspace or service this request is addressed to. */
    cloudHost: Host;
  }
}

/** How a service words a refusal: its own error body. */
export type ErrorFormatter = (error: ApiError, request: FastifyRequest) => Record<string, unknown>;

/**
 * A service's HTTP application: paths match in any case and with doubled slashes (as Azure's do), JSON in and out with
 * any JSON-like content type, due operations settled before each request, faults applied, refusals dressed, and 501 with its name for
 * every route that is not simulated.
 */
export async function createApp(
  world: World,
  service: string,
  formatError: ErrorFormatter,
): Promise<FastifyInstance> {
  const app = fastify({
    routerOptions: {
      caseSensitive: false,
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: 500,
    },
    bodyLimit: 20 * 1024 * 1024,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(.+\+)?json/,
    { parseAs: "string" },
    (_request, body, done) => {
      try {
        done(null, body === "" ? undefined : JSON.parse(String(body)));
      } catch {
        done(
          new ApiError(
            400,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized.",
          ),
        );
      }
    },
  );
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request) => {
    request.cloudHost = world.hosts.hostOnPort(request.raw.socket.localPort);
    await world.operations.completeDue();
  });
  app.addHook("preHandler", async (request, reply) => {
    const operation = request.routeOptions.config.operation;
    if (operation !== undefined && world.faults.next(operation) === "drop") {
      reply.hijack();
      request.raw.socket.destroy();
    }
    await Promise.resolve();
  });
  const refuse = (error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply
      .status(error.status)
      .headers(error.extra.headers ?? {})
      .send(formatError(error, request));
  app.setNotFoundHandler((request, reply) =>
    refuse(new NotSimulated(`${request.method} ${request.url} of ${service}`), request, reply),
  );
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ApiError) return refuse(error, request, reply);
    const status = (error as { statusCode?: number }).statusCode;
    const text = error instanceof Error ? error.message : String(error);
    if (status !== undefined && status < 500)
      return refuse(new ApiError(status, "BadRequest", text), request, reply);
    world.onError(error);
    return refuse(
      new ApiError(500, "InternalServerError", `the local cloud failed: ${text}`),
      request,
      reply,
    );
  });
  await Promise.resolve();
  return app;
}
