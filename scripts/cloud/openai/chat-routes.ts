import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { keyOf, regionOf } from "../azure/arm/ids";
import type { Account, Deployment } from "../azure/entities";
import { currentLimits } from "../azure/cognitive-services/models";
import { isEnforced } from "../azure/refusals";
import { azureStore } from "../azure/store";
import { table } from "../azure/tables";
import type { World } from "../core/world";
import { authenticate } from "./access";
import { chatCompletion } from "./chat-completion";
import { checkPrompt } from "./content-filter";
import {
  clientClosedRequest,
  deploymentNotFound,
  modelRetired,
  notAChatModel,
  resourceNotFound,
  tooManyRequests,
} from "./errors";
import { requireSimulated } from "./gaps";
import { estimateTokens, Limiter } from "./limiter";
import type { ChatModel, ChatRequest } from "./model";
import { parseParameters } from "./parameters";
import { type ApiVersion, datedVersion, v1Version } from "./versions";

/** The name of a refusal that has no code of its own. */
const NOT_SERVED = "ApiVersionRetired";
const ROUTE_OPTIONS = { config: { operation: "openai/chat/completions" } };

/**
 * Chat completions, on the dated path (deployment in the path) and on v1 (deployment in `model`).
 */
export function chatRoutes(
  app: FastifyInstance,
  world: World,
  model: () => Promise<ChatModel>,
): void {
  const limiter = new Limiter(world.store.collection("openai/usage"), () => world.clock.now());
  const respond = async (
    request: FastifyRequest,
    reply: FastifyReply,
    version: ApiVersion,
    name: string,
  ): Promise<Record<string, unknown>> => {
    const account = requestedAccount(world, request);
    await authenticate(world, account, request.headers, version.name === "v1");
    const deployment = requireDeployment(world, account, name);
    reply.headers(identityHeaders(world, request, account, deployment));
    const body = requireSimulated(request.body);
    requireCapacity(limiter, body, reply, deployment, version);
    const {
      request: chat,
      reasoning,
      exhausted,
    } = parseParameters(body, deployment.model.name, version);
    checkPrompt(chat.messages.map(({ content }) => content).join("\n"));
    const completed = await completeChat(await model(), world, chat, exhausted, reply);
    const seconds = Math.floor(world.clock.now() / 1000);
    return chatCompletion(world.random.hex(24), seconds, await model(), deployment.model, {
      ...completed,
      reasoning,
    });
  };
  app.post<{ Params: { deployment: string }; Querystring: Record<string, unknown> }>(
    "/openai/deployments/:deployment/chat/completions",
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
    "/openai/v1/chat/completions",
    ROUTE_OPTIONS,
    (request, reply) => {
      const name = (request.body as { model?: unknown } | undefined)?.model;
      const version = v1Version(request.query["api-version"]);
      return respond(request, reply, version, typeof name === "string" ? name : "");
    },
  );
}

/** The version of a request; a world that makes no such refusal serves every one. */
const versionOf = (world: World, name: unknown): ApiVersion =>
  isEnforced(world, NOT_SERVED) ? datedVersion(name) : v1Version(undefined);

/** The account that a request's host belongs to. @throws ApiError 404 when it is gone. */
export function requestedAccount(world: World, request: FastifyRequest): Account {
  const account = azureStore(world).accounts.get(request.cloudHost.key);
  if (!account) throw resourceNotFound();
  return account;
}

/**
 * The deployment with this name.
 * @throws ApiError 404 when there is none, 410 when its model is retired, 400 when it is no chat
 * model.
 */
function requireDeployment(world: World, account: Account, name: string): Deployment {
  const deployment = azureStore(world).deployments.get(
    `${keyOf(account.id)}/deployments/${name.toLowerCase()}`,
  );
  if (deployment?.state !== "Succeeded") throw deploymentNotFound();
  const { model } = deployment;
  const row = table(world, "models").rows.find(
    (m) => m.name === model.name && m.version === model.version,
  );
  if (row && Date.parse(row.retires) <= world.clock.now())
    throw modelRetired(model, row.retires.slice(0, 10));
  if (deployment.capabilities.chatCompletion !== "true") throw notAChatModel(model.name);
  return deployment;
}

/** The headers that identify the service, the deployment and the request; every answer has them. */
function identityHeaders(
  world: World,
  request: FastifyRequest,
  account: Account,
  deployment: Deployment,
): Record<string, string> {
  const region = regionOf(account.location);
  const id = world.random.guid();
  const clientId = request.headers["x-ms-client-request-id"];
  return {
    "apim-request-id": id,
    "x-request-id": id,
    "x-ms-client-request-id": typeof clientId === "string" ? clientId : "Not-Set",
    "x-ms-region":
      table(world, "regions").rows.find((row) => row.name === region)?.displayName ??
      account.location,
    "x-ms-deployment-name": deployment.name,
    "azureml-model-session": "local-cloud",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  };
}

/**
 * Counts a request against the limits of its deployment. It does so before the request is checked,
 * because failed requests count too; what is not simulated is no request of Azure's, and does not.
 * @throws ApiError 429
 */
function requireCapacity(
  limiter: Limiter,
  given: unknown,
  reply: FastifyReply,
  deployment: Deployment,
  version: ApiVersion,
): void {
  const body = Object(given) as Record<string, unknown>;
  const messages: unknown[] = Array.isArray(body.messages) ? body.messages : [];
  const characters = messages.reduce<number>((sum, message) => sum + contentLength(message), 0);
  const [budget] = [body.max_completion_tokens, body.max_tokens].filter(isPositive);
  const [n = 1] = [body.n].filter(isPositive);
  const tokens = estimateTokens(characters, budget, n);
  const { refused, headers } = limiter.admit(
    keyOf(deployment.id),
    currentLimits(deployment),
    tokens,
  );
  reply.headers(headers);
  if (refused) throw tooManyRequests(refused.limit, version.name, refused.retryAfterMs, headers);
}

const isPositive = (value: unknown): value is number => typeof value === "number" && value > 0;

/** Length of a message's content in characters; other content than text is measured as JSON. */
function contentLength(message: unknown): number {
  const { content = "" } = Object(message) as { content?: unknown };
  if (typeof content === "string") return content.length;
  return JSON.stringify(content ?? "").length;
}

/**
 * Completes a chat with the model. Stops when the caller disconnects.
 * @throws ApiError 499 when the caller disconnected.
 */
async function completeChat(
  model: ChatModel,
  world: World,
  chat: ChatRequest,
  exhausted: boolean,
  reply: FastifyReply,
): ReturnType<ChatModel["complete"]> {
  const disconnected = new AbortController();
  reply.raw.once("close", () => disconnected.abort());
  const ordinals = world.store.collection<number>("openai/ordinals");
  const key = createHash("sha256").update(JSON.stringify(chat)).digest("hex").slice(0, 24);
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.put(key, ordinal + 1);
  const completed = await model
    .complete({ ...chat, ordinal }, disconnected.signal)
    .catch((error: unknown) => {
      if (disconnected.signal.aborted) throw clientClosedRequest();
      throw error;
    });
  if (!exhausted) return completed;
  // A reasoning model that used its whole budget for reasoning has no visible answer.
  const choices = completed.choices.map(() => ({
    text: "",
    finishReason: "length" as const,
    tokens: 0,
  }));
  return { ...completed, choices };
}
