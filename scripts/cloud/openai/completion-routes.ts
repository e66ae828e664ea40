import type { FastifyInstance, FastifyRequest } from "fastify";
import { NotSimulated } from "../core/errors";
import type { World } from "../core/world";
import { authenticate } from "./access";
import { namedModel } from "./chat/chat-routes";
import { DATA_OPERATIONS } from "./data-operations";
import { requestedAccount, requireDeployment } from "./deployment";
import { v1Version, versionOf } from "./versions";

const ROUTE_OPTIONS = { config: { operation: "openai/completions" } };

/** The older completions, which no model of the catalogue has: every one refuses them. */
export function completionRoutes(app: FastifyInstance, world: World): void {
  const refuse = async (request: FastifyRequest, v1: boolean, name: string): Promise<never> => {
    const account = requestedAccount(world, request);
    await authenticate(world, account, request.headers, v1, DATA_OPERATIONS.completions);
    requireDeployment(world, account, name, "completion");
    throw new NotSimulated("completions");
  };
  app.post<{ Params: { deployment: string }; Querystring: Record<string, unknown> }>(
    "/openai/deployments/:deployment/completions",
    ROUTE_OPTIONS,
    (request) => {
      versionOf(world, request.query["api-version"]);
      return refuse(request, false, request.params.deployment);
    },
  );
  app.post<{ Querystring: Record<string, unknown> }>(
    "/openai/v1/completions",
    ROUTE_OPTIONS,
    (request) => {
      v1Version(request.query["api-version"]);
      return refuse(request, true, namedModel(request.body));
    },
  );
}
