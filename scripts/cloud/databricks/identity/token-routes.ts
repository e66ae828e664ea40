import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { requestedWorkspace } from "./auth";
import { issueToken } from "./members";
import type { AccessToken } from "../entities";
import { doesNotExist } from "../errors";
import { requirePermission } from "../permissions/acl";
import { requireLifetime, requireTokens } from "../settings/workspace-conf";
import { validate } from "../validate";

/*
 * @parity
 * - `permissions/authorization/tokens`: `users` may use tokens at first; who may not gets 403 of
 *   `token/create` — documented; text guessed
 */

const DEFAULT_LIFETIME_SECONDS = 90 * 24 * 3600;
const createRequest = z.object({
  comment: z.string().optional(),
  lifetime_seconds: z.number().int().positive().optional(),
});

/** The discovery routes, and those of personal access tokens (Token 2.0). */
export function tokenRoutes(app: FastifyInstance, world: World): void {
  app.get("/.well-known/databricks-config", (request) => {
    const { workspaceId, accountId } = requestedWorkspace(world, request);
    return {
      oidc_endpoint: `${world.hosts.url("databricks", request.cloudHost.key) ?? ""}/oidc`,
      account_id: accountId,
      workspace_id: workspaceId,
      cloud: "Azure",
      host_type: "WORKSPACE_HOST",
    };
  });
  // The workspace has no OAuth server of its own: clients then sign in with Entra.
  app.get("/oidc/.well-known/oauth-authorization-server", () => {
    throw doesNotExist("Not found");
  });

  app.post(
    "/api/2.0/token/create",
    { config: { operation: "databricks/token/create" } },
    (request) => {
      const { comment, lifetime_seconds } = validate(createRequest, request.body);
      requirePermission(request, "authorization", "tokens", "CAN_USE", "tokens");
      requireTokens(request.store);
      requireLifetime(request.store, lifetime_seconds);
      const [token_value, bearer] = issueToken(request.store, world.random, {
        memberId: request.caller.member.id,
        creation_time: world.clock.now(),
        expiry_time: expiryOf(world, lifetime_seconds),
        comment,
      });
      return { token_value, token_info: describeToken(bearer) };
    },
  );
  app.get("/api/2.0/token/list", (request) => ({
    token_infos: request.store.bearers
      .values()
      .filter((b) => b.run === undefined && b.memberId === request.caller.member.id)
      .map(describeToken),
  }));
  app.post("/api/2.0/token/delete", (request) => {
    const { token_id } = validate(z.object({ token_id: z.string() }), request.body);
    const found = request.store.bearers.entries().find(([, b]) => b.token_id === token_id);
    if (!found) throw doesNotExist(`Token with id ${token_id} doesn't exist.`);
    request.store.bearers.delete(found[0]);
    return {};
  });
}

/** When a token that is issued now ends. */
export const expiryOf = (world: World, seconds = DEFAULT_LIFETIME_SECONDS): number =>
  world.clock.now() + seconds * 1000;

/** A token as answered: never the token itself. */
export const describeToken = ({
  token_id,
  creation_time,
  expiry_time,
  comment = "",
}: AccessToken): Record<string, unknown> => ({ token_id, creation_time, expiry_time, comment });
