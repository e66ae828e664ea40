import type { FastifyInstance, FastifyRequest } from "fastify";
import { isJsonObject } from "../../../../infra/json-object";
import { createApp, type ErrorFormatter, hookOf } from "../../core/app";
import type { Claims, TokenRefusal } from "../../core/tokens";
import type { World } from "../../core/world";
import { authorize } from "../authorization/access";
import { actionOf, isOperation } from "./actions";
import {
  invalidApiVersion,
  missingApiVersion,
  subscriptionNotFound,
  unauthenticated,
} from "./errors";
import { keyOf, subscriptionOf } from "./ids";
import { requireVisible, startLag, withoutLagging } from "./lag";
import { isList, pageOf } from "./pages";
import { requirePreconditions } from "./preconditions";
import { apiVersionOf, originOf, resourceIdOf } from "./request-url";
import { requireObeyedOptions } from "./query-options";
import { recordActivity } from "../monitor/activity-log";
import { requirePublishedVersion } from "../resources/api-versions";
import { azureStore } from "../store";
import { rateLimitHeaders, Throttling } from "./throttling";

/*
 * @parity
 * - 401 `AuthenticationFailed`, `InvalidAuthenticationToken`, `ExpiredAuthenticationToken`,
 *   `InvalidAuthenticationTokenAudience` with `WWW-Authenticate` — guessed
 * - `x-ms-request-id`, `x-ms-ratelimit-remaining-*` (constant values, unless `settings.throttling`)
 *   — recorded
 * - JSON under any content type or none; null is absent; a number as text is taken — az sends it;
 *   that Azure takes it guessed
 */

declare module "fastify" {
  interface FastifyContextConfig {
    /** True when the route needs no token. */
    anonymous?: boolean;
  }
  interface FastifyRequest {
    /** The caller; present on every route that is not anonymous. */
    armCaller: Claims;
  }
}

/** ARM's error body. */
export const formatArmError: ErrorFormatter = (error) => ({
  error: { code: error.code, message: error.message, ...error.extra.body },
});

/**
 * Creates Resource Manager's application. Before a route runs, it checks the token, the
 * api-version, the subscription, permissions and locks.
 */
export async function createArmApp(world: World): Promise<FastifyInstance> {
  const app = await createApp(world, "Azure Resource Manager", formatArmError);
  const throttling = new Throttling(world);
  app.addHook(
    "onRequest",
    hookOf((request, reply) => {
      void reply.headers(standardHeaders(world, request));
      if (!request.is404 && request.routeOptions.config.anonymous === true) return undefined;
      const accept = (claims: Claims | TokenRefusal): void => {
        request.armCaller = requireAccepted(claims, request);
        requireApiVersion(request);
        void reply.headers(throttling.take(request, request.armCaller));
      };
      const authorization = requireToken(request.headers.authorization);
      const known = world.tokens.known(authorization);
      if (!known) return world.tokens.check(authorization).then(accept);
      accept(known);
      return undefined;
    }),
  );
  app.addHook(
    "preHandler",
    hookOf((request) => {
      if (request.is404) return undefined;
      requireObeyedOptions(request);
      const { operation } = request.routeOptions.config;
      if (operation === undefined || !isOperation(operation)) return undefined;
      const scope = resourceIdOf(request);
      const subscription = subscriptionOf(scope);
      if (subscription !== "" && !azureStore(world).subscriptions.get(keyOf(subscription)))
        throw subscriptionNotFound(subscription);
      requirePublishedVersion(world, scope, apiVersionOf(request), () =>
        locationOf(world, request, scope),
      );
      const action = actionOf(operation, request.params);
      authorize(world, request.armCaller, action, scope, request.body);
      requirePreconditions(world, request, operation, scope);
      requireVisible(world, request, scope);
      // Whoever waits for a resource by reading it sees its operation's end, as a poll of that does.
      const running =
        request.method === "GET" ? world.operations.runningOn(keyOf(scope)) : undefined;
      return running && world.operations.poll(running.id);
    }),
  );
  app.addHook("preSerialization", (request, _reply, answer, done) => {
    if (request.method !== "GET" || !isList(answer)) done(null, answer);
    else done(null, pageOf(world, request, withoutLagging(world, answer)));
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    startLag(world, request, reply);
    recordActivity(world, request, reply, payload);
    // The existence check of every resource, as of a group.
    if (request.method === "HEAD" && reply.statusCode === 200) void reply.status(204);
    done(null, payload);
  });
  return app;
}

function standardHeaders(world: World, request: FastifyRequest): Record<string, string> {
  const id = world.random.guid();
  return {
    "cache-control": "no-cache",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    "x-ms-request-id": id,
    "x-ms-correlation-request-id": String(request.headers["x-ms-correlation-request-id"] ?? id),
    ...rateLimitHeaders(request.method),
  };
}

function requireToken(authorization: string | undefined): string {
  if (authorization !== undefined) return authorization;
  throw unauthenticated(
    "AuthenticationFailed",
    "Authentication failed. The 'Authorization' header is missing or has an invalid format.",
  );
}

function requireAccepted(claims: Claims | TokenRefusal, request: FastifyRequest): Claims {
  if (claims === "expired")
    throw unauthenticated("ExpiredAuthenticationToken", "The access token has expired.");
  if (claims === "invalid")
    throw unauthenticated("InvalidAuthenticationToken", "The access token is invalid.");
  const audience = claims.aud.replace(/\/+$/, "");
  const accepted = [
    originOf(request),
    "https://management.azure.com",
    "https://management.core.windows.net",
  ];
  if (!accepted.includes(audience))
    throw unauthenticated(
      "InvalidAuthenticationTokenAudience",
      `The access token has been obtained for wrong audience or resource '${claims.aud}'. ` +
        `It should exactly match with one of the allowed audiences '${accepted.map((a) => `${a}/`).join("','")}'.`,
    );
  return claims;
}

/** Where a resource is, or is to be by the body of a request; empty where neither says it. */
function locationOf(world: World, { body }: FastifyRequest, id: string): string {
  const { accounts, workspaces, logWorkspaces } = azureStore(world);
  const tables = [accounts, workspaces, logWorkspaces];
  const known = tables.map((table) => table.get(keyOf(id))?.location).find(Boolean);
  if (known !== undefined) return known;
  return isJsonObject(body) && typeof body["location"] === "string" ? body["location"] : "";
}

function requireApiVersion(request: FastifyRequest): void {
  const version = apiVersionOf(request);
  if (version === "") throw missingApiVersion();
  if (!/^\d{4}-\d{2}-\d{2}(-\w+)*$/.test(version)) throw invalidApiVersion(version);
}
