import type { FastifyInstance, FastifyRequest } from "fastify";
import { modelsIn } from "../azure/cognitive-services/models";
import type { World } from "../core/world";
import { authenticate } from "./access";
import { datedVersion, v1Version } from "./versions";
import { requestedAccount } from "./chat-routes";

const OPTIONS = { config: { operation: "openai/models" } };

/** The routes that list the base models of the account's region, not its deployments. */
export function modelRoutes(app: FastifyInstance, world: World): void {
  const list = async (request: FastifyRequest, v1: boolean): Promise<Record<string, unknown>> => {
    const account = requestedAccount(world, request);
    await authenticate(world, account, request.headers, v1);
    const data = modelsIn(world, account.location).map(
      ({ name, version, lifecycle, retires, capabilities }) => ({
        id: `${name}-${version}`,
        object: "model",
        status: "succeeded",
        lifecycle_status: lifecycle === "Preview" ? "preview" : "generally-available",
        deprecation: { inference: Date.parse(retires) / 1000 },
        capabilities: { chat_completion: capabilities.chatCompletion === "true", inference: true },
      }),
    );
    return { object: "list", data };
  };
  app.get<{ Querystring: Record<string, unknown> }>("/openai/models", OPTIONS, (request) => {
    datedVersion(request.query["api-version"]);
    return list(request, false);
  });
  app.get<{ Querystring: Record<string, unknown> }>("/openai/v1/models", OPTIONS, (request) => {
    v1Version(request.query["api-version"]);
    return list(request, true);
  });
}
