import type { FastifyInstance, FastifyRequest } from "fastify";
import { modelsIn } from "../azure/cognitive-services/models";
import type { ModelRow } from "../azure/tables";
import type { World } from "../core/world";
import { admit } from "./access";
import { DATA_OPERATIONS } from "./data-operations";
import { resourceNotFound } from "./errors";
import { requestedVersion } from "./versions";

/*
 * @parity
 * - `GET /openai/models`, `/openai/v1/models` list base models, `…/models/ID` is one of them —
 *   documented
 */

const OPTIONS = { config: { operation: "openai/models" } };

/** The routes of the base models of the account's region; its deployments are not among them. */
export function modelRoutes(app: FastifyInstance, world: World): void {
  const models = async (
    request: FastifyRequest,
    v1: boolean,
  ): Promise<Record<string, unknown>[]> => {
    requestedVersion(world, request, v1);
    const account = await admit(world, request, v1, DATA_OPERATIONS.models);
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
  for (const [prefix, v1] of [
    ["/openai/models", false],
    ["/openai/v1/models", true],
  ] as const) {
    app.get(prefix, OPTIONS, (request) => list(request, v1));
    app.get<{ Params: { model: string } }>(`${prefix}/:model`, OPTIONS, (request) =>
      find(request, v1, request.params.model),
    );
  }
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
