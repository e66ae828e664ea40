import type { FastifyInstance } from "fastify";
import type { Deployment } from "../../azure/entities";
import type { World } from "../../core/world";
import { checkPrompt } from "../content-filter";
import { DATA_OPERATIONS } from "../data-operations";
import { requireCapacity } from "../deployment";
import { deploymentRoutes } from "../deployment-routes";
import { estimateTokens } from "../limiter";
import type { ChatModel } from "../model";
import { listOf } from "../json-values";
import { sendEvents, type ServerSentEvent } from "../server-sent-events";
import { chatCompletion, envelope, type Envelope } from "./chat-completion";
import { chatChunks } from "./chunks";
import { completeChat, disconnection } from "./complete";
import { requireSimulated } from "./gaps";
import type { ApiVersion } from "../versions";
import { type DeployedModel, type Parameters, parseParameters } from "./parameters";

/*
 * @parity
 * - Streams: one token a chunk, they join to the whole text; usage with `include_usage`; `[DONE]`.
 *   The first chunk has the filter's results and no choice, from 2023-06-01-preview on — reported
 *   (mentat 429, azure-sdk-for-go 21086)
 * - A stream begins when the whole answer is there — ours
 */

/*
 * @not-simulated
 * - custom tools
 * - images in messages
 * - audio
 * - filter policies of a deployment
 * - dynamic throttling
 * - spill-over
 * - latency
 */

const CHAT = {
  path: "chat/completions",
  permission: DATA_OPERATIONS.chat,
  capability: "chatCompletion",
} as const;

/** Chat completions, whole or streamed. */
export function chatRoutes(
  app: FastifyInstance,
  world: World,
  model: () => Promise<ChatModel>,
): void {
  deploymentRoutes(app, world, CHAT, async ({ request, reply, version, deployment }) => {
    const body = requireSimulated(request.body);
    requireCapacity(world, chargeOf(body), reply, deployment, version);
    const parameters = parseChat(body, deployment, version);
    const answer = await completeChat(await model(), world, parameters, disconnection(reply));
    const head = headOf(world, await model(), deployment);
    if (!parameters.stream) return chatCompletion(head, answer, parameters.tools);
    return sendEvents(reply, untilDone(chatChunks(head, answer, parameters, version)));
  });
}

/** The common part of an answer that is made now. */
export const headOf = (world: World, model: ChatModel, deployment: Deployment): Envelope =>
  envelope(world.random.hex(24), Math.floor(world.clock.now() / 1000), model, deployment.model);

/**
 * A checked chat to a deployment, whose prompt passed the filter.
 * @param body as `requireSimulated` leaves it
 * @throws ApiError 400
 */
export function parseChat(body: unknown, deployment: Deployment, version: ApiVersion): Parameters {
  const parameters = parseParameters(body, deployedModel(deployment), version);
  checkPrompt(parameters.request.messages.map(({ content }) => content).join("\n"));
  return parameters;
}

/** What the rules of requests need of a deployment. */
export const deployedModel = ({ model, capabilities }: Deployment): DeployedModel => ({
  name: model.name,
  version: model.version,
  maxOutputTokens: Number(capabilities.maxOutputToken ?? Infinity),
});

function* untilDone(chunks: Iterable<unknown>): Generator<ServerSentEvent> {
  for (const data of chunks) yield { data };
  yield { data: "[DONE]" };
}

/**
 * The tokens that a request is charged on arrival. It is counted before the request is checked,
 * because failed requests count too; what is not simulated is no request of Azure's, and does not.
 */
export function chargeOf(given: unknown): number {
  const body = Object(given) as Record<string, unknown>;
  const characters = listOf(body.messages).reduce<number>(
    (sum, message) => sum + contentLength(message),
    0,
  );
  const [budget] = [body.max_completion_tokens, body.max_tokens].filter(isPositive);
  const [n = 1] = [body.n].filter(isPositive);
  return estimateTokens(characters, budget, n);
}

const isPositive = (value: unknown): value is number => typeof value === "number" && value > 0;

/** Length of a message's content in characters; other content than text is measured as JSON. */
function contentLength(message: unknown): number {
  const { content = "" } = Object(message) as { content?: unknown };
  if (typeof content === "string") return content.length;
  return JSON.stringify(content ?? "").length;
}
