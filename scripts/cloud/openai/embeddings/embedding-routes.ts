import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isJsonObject } from "../../../../infra/json-object";
import type { World } from "../../core/world";
import { authenticate } from "../access";
import { servedModel } from "../chat/chat-completion";
import { namedModel } from "../chat/chat-routes";
import { DATA_OPERATIONS } from "../data-operations";
import {
  identityHeaders,
  requestedAccount,
  requireCapacity,
  requireDeployment,
} from "../deployment";
import { memberOf } from "../json-values";
import { type ApiVersion, v1Version, versionOf } from "../versions";
import { parseEmbeddings } from "./parameters";
import { embed } from "./vectors";

const ROUTE_OPTIONS = { config: { operation: "openai/embeddings" } };
/** What answers in place of the model, whatever model answers chats. */
const EMBEDDER = { name: "SIMULATED hashed words" };

/** Embeddings, on the dated path (deployment in the path) and on v1 (deployment in `model`). */
export function embeddingRoutes(app: FastifyInstance, world: World): void {
  const respond = async (
    request: FastifyRequest,
    reply: FastifyReply,
    version: ApiVersion,
    name: string,
  ): Promise<Record<string, unknown>> => {
    const account = requestedAccount(world, request);
    const v1 = version.name === "v1";
    await authenticate(world, account, request.headers, v1, DATA_OPERATIONS.embeddings);
    const deployment = requireDeployment(world, account, name, "embeddings");
    reply.headers(identityHeaders(world, request, account, deployment));
    requireCapacity(world, chargeOf(request.body), reply, deployment, version);
    const { inputs, dimensions, base64, promptTokens } = parseEmbeddings(
      withoutNulls(request.body),
      deployment.model.name,
    );
    const data = inputs.map((input, index) => ({
      object: "embedding",
      index,
      embedding: encoded(embed(input, dimensions), base64),
    }));
    return {
      object: "list",
      data,
      model: servedModel(EMBEDDER, deployment.model),
      usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
    };
  };
  app.post<{ Params: { deployment: string }; Querystring: Record<string, unknown> }>(
    "/openai/deployments/:deployment/embeddings",
    ROUTE_OPTIONS,
    (request, reply) =>
      respond(
        request,
        reply,
        versionOf(world, request.query["api-version"]),
        request.params.deployment,
      ),
  );
  app.post<{ Querystring: Record<string, unknown> }>(
    "/openai/v1/embeddings",
    ROUTE_OPTIONS,
    (request, reply) =>
      respond(request, reply, v1Version(request.query["api-version"]), namedModel(request.body)),
  );
}

/** A quarter of the characters, as for chats; nothing is generated. */
const chargeOf = (body: unknown): number =>
  Math.ceil(JSON.stringify(memberOf(body, "input") ?? "").length / 4);

function withoutNulls(body: unknown): unknown {
  if (!isJsonObject(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function encoded(vector: Float32Array, base64: boolean): number[] | string {
  if (!base64) return [...vector];
  const bytes = Buffer.alloc(4 * vector.length);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, 4 * index);
  return bytes.toString("base64");
}
