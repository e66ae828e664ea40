import type { FastifyInstance, FastifyRequest } from "fastify";
import { modelsIn } from "../azure/cognitive-services/models";
import type { ModelRow } from "../azure/tables";
import type { World } from "../core/world";
import { authenticate } from "./access";
import { DATA_OPERATIONS } from "./data-operations";
import { requestedAccount } from "./deployment";
import { resourceNotFound } from "./errors";
import { v1Version, versionOf } from "./versions";

const OPTIONS = { config: { operation: "openai/models" } };

/** The routes of the base models of the account's region; its deployments are not among them. */
export function modelRoutes(app: FastifyInstance, world: World): void {
  const models = async (
    request: FastifyRequest,
    v1: boolean,
  ): Promise<Record<string, unknown>[]> => {
    const account = requestedAccount(world, request);
    await authenticate(world, account, request.headers, v1, DATA_OPERATIONS.models);
    return modelsIn(world, account.location).map(describeModel);
  };
  const list = async (request: FastifyRequest, v1: boolean): Promise<Record<string, unknown>> => ({
    object: "list",
    data: await models(request, v1),
  });
  const find = async (
    request: FastifyRequest,
    v1: boolean,
    name: string,
  ): Promise<Record<string, unknown>> => {
    const found = (await models(request, v1)).find(({ id }) => id === name);
    if (!found) throw resourceNotFound();
    return found;
  };
  interface Query {
    Querystring: Record<string, unknown>;
  }
  type Named = Query & { Params: { model: string } };
  app.get<Query>("/openai/models", OPTIONS, (request) => {
    versionOf(world, request.query["api-version"]);
    return list(request, false);
  });
  app.get<Query>("/openai/v1/models", OPTIONS, (request) => {
    v1Version(request.query["api-version"]);
    return list(request, true);
  });
  app.get<Named>("/openai/models/:model", OPTIONS, (request) => {
    versionOf(world, request.query["api-version"]);
    return find(request, false, request.params.model);
  });
  app.get<Named>("/openai/v1/models/:model", OPTIONS, (request) => {
    v1Version(request.query["api-version"]);
    return find(request, true, request.params.model);
  });
}

const describeModel = ({
  name,
  version,
  lifecycle,
  retires,
  capabilities,
}: ModelRow): Record<string, unknown> => ({
  id: `${name}-${version}`,
  object: "model",
  status: "succeeded",
  lifecycle_status: lifecycle === "Preview" ? "preview" : "generally-available",
  deprecation: { inference: Date.parse(retires) / 1000 },
  capabilities: {
    chat_completion: capabilities.chatCompletion === "true",
    embeddings: capabilities.embeddings === "true",
    inference: true,
  },
});
