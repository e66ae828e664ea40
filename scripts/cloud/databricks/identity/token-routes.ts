import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { workspaceOf } from "./auth";
import { issueBearer } from "./members";
import { missing } from "../errors";
import { read } from "../validate";

const DEFAULT_LIFETIME_SECONDS = 90 * 24 * 3600;
const create = z.object({
  comment: z.string().optional(),
  lifetime_seconds: z.number().int().positive().optional(),
});

/** Discovery, and personal access tokens (2.0). */
export function identityRoutes(app: FastifyInstance, world: World): void {
  app.get("/.well-known/databricks-config", (request) => {
    const { workspaceId, accountId } = workspaceOf(world, request);
    return {
      oidc_endpoint: `${world.hosts.url("databricks", request.cloudHost.key) ?? ""}/oidc`,
      account_id: accountId,
      workspace_id: workspaceId,
      cloud: "Azure",
      host_type: "WORKSPACE_HOST",
    };
  });
  // No sign-in of the workspace's own: clients that look for it go on with Entra.
  app.get("/oidc/.well-known/oauth-authorization-server", () => {
    throw missing("Not found");
  });

  app.post(
    "/api/2.0/token/create",
    { config: { operation: "databricks/token/create" } },
    (request) => {
      const { comment, lifetime_seconds } = read(create, request.body);
      const now = world.clock.now();
      const [token_value, bearer] = issueBearer(request.content, world.random, {
        memberId: request.caller.member.id,
        creation_time: now,
        expiry_time: now + (lifetime_seconds ?? DEFAULT_LIFETIME_SECONDS) * 1000,
        ...(comment !== undefined && { comment }),
      });
      return { token_value, token_info: info(bearer) };
    },
  );
  app.get("/api/2.0/token/list", (request) => ({
    token_infos: request.content.bearers
      .values()
      .filter((b) => b.run === undefined && b.memberId === request.caller.member.id)
      .map(info),
  }));
  app.post("/api/2.0/token/delete", (request) => {
    const { token_id } = read(z.object({ token_id: z.string() }), request.body);
    const found = request.content.bearers.entries().find(([, b]) => b.token_id === token_id);
    if (!found) throw missing(`Token with id ${token_id} doesn't exist.`);
    request.content.bearers.delete(found[0]);
    return {};
  });
}

const info = ({
  token_id,
  creation_time,
  expiry_time,
  comment,
}: {
  token_id: string;
  creation_time: number;
  expiry_time: number;
  comment?: string;
}): Record<string, unknown> => ({ token_id, creation_time, expiry_time, comment: comment ?? "" });
