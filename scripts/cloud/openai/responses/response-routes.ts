import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { keyOf } from "../../azure/arm/ids";
import type { Account } from "../../azure/entities";
import type { World } from "../../core/world";
import { admit } from "../access";
import type { BackgroundWork } from "../background-work";
import { servedModel } from "../chat/chat-completion";
import { deployedModel } from "../chat/chat-routes";
import { completeChat, disconnection } from "../chat/complete";
import { requireSimulated } from "../chat/gaps";
import { parseParameters } from "../chat/parameters";
import { checkPrompt } from "../content-filter";
import { DATA_OPERATIONS, type DataOperation } from "../data-operations";
import { identityHeaders, namedModel, requireCapacity, requireDeployment } from "../deployment";
import { resourceNotFound } from "../errors";
import { memberOf } from "../json-values";
import { estimateTokens } from "../limiter";
import type { ChatModel } from "../model";
import { sendEvents } from "../server-sent-events";
import { type ApiVersion, requestedVersion, v1Version } from "../versions";
import { cancelResponse, currentResponse } from "./background";
import { responseEvents } from "./events";
import { itemsOf, messagesOf } from "./items";
import { KeptResponses } from "./kept-responses";
import { chatOf, parseResponse, requireSimulatedResponse } from "./request";
import { begunResponse, endedResponse, type ResponseObject } from "./response";

/*
 * @parity
 * - Responses on both paths, from 2025-03-01-preview on: kept until deleted, `previous_response_id`,
 *   functions, `text.format`, reasoning items, events with sequence numbers; `incomplete` where the
 *   budget or the filter ends it — documented, spec (types of openai)
 * - Responses in the background: `queued`, then what they are when they are read; cancelled; 400 for
 *   `store: false`, and for cancelling one that was not made so — documented; texts guessed
 */

/*
 * @not-simulated
 * - streams of responses in the background
 * - conversations and built-in tools of responses
 */

const ROUTE_OPTIONS = { config: { operation: "openai/responses" } };

/** The Responses API, with a dated api-version and on v1: answers that the service keeps. */
export function responseRoutes(app: FastifyInstance, context: ResponseContext): void {
  const { world, work } = context;
  for (const prefix of ["/openai/responses", "/openai/v1/responses"]) {
    const admitted = admissionOf(world, prefix.includes("/v1/"));
    app.post<Request>(prefix, ROUTE_OPTIONS, async (request, reply) => {
      const caller = await admitted(request, DATA_OPERATIONS.writeResponses);
      return respond(context, caller, request, reply);
    });
    app.get<Request>(`${prefix}/:id`, ROUTE_OPTIONS, async (request) => {
      const { kept } = await admitted(request, DATA_OPERATIONS.readResponses);
      return currentResponse(work, kept, request.params.id);
    });
    app.post<Request>(`${prefix}/:id/cancel`, ROUTE_OPTIONS, async (request) => {
      const { kept } = await admitted(request, DATA_OPERATIONS.writeResponses);
      return cancelResponse(work, kept, request.params.id);
    });
    app.get<Request>(`${prefix}/:id/input_items`, ROUTE_OPTIONS, async (request) => {
      const { kept } = await admitted(request, DATA_OPERATIONS.readResponses);
      const { input } = kept.require(request.params.id);
      // The newest comes first, as in every list of this API.
      const data = input.map((item, index) => ({ id: `item_${index}`, ...item })).reverse();
      const [first, last] = [data.at(0)?.id ?? null, data.at(-1)?.id ?? null];
      return { object: "list", data, first_id: first, last_id: last, has_more: false };
    });
    app.delete<Request>(`${prefix}/:id`, ROUTE_OPTIONS, async (request) => {
      const { kept } = await admitted(request, DATA_OPERATIONS.deleteResponses);
      kept.delete(request.params.id);
      work.stop(request.params.id);
      return { id: request.params.id, object: "response", deleted: true };
    });
  }
}

interface Request {
  Params: { id: string };
}

/** What a request may use, whose caller is let in. */
interface Admitted {
  account: Account;
  version: ApiVersion;
  kept: KeptResponses;
}

/** Finds the account of a request, and whether the caller may have it. */
const admissionOf =
  (world: World, v1: boolean) =>
  async (request: FastifyRequest, operation: DataOperation): Promise<Admitted> => {
    const version = requestedVersion(world, request, v1);
    if (!version.responses) throw resourceNotFound();
    const account = await admit(world, request, v1, operation);
    return { account, version, kept: new KeptResponses(world, keyOf(account.id)) };
  };

/** What the routes of responses need. */
interface ResponseContext {
  world: World;
  model: () => Promise<ChatModel>;
  work: BackgroundWork;
}

async function respond(
  { world, model, work }: ResponseContext,
  { account, version, kept }: Admitted,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const deployment = requireDeployment(world, account, namedModel(request.body), "chatCompletion");
  reply.headers(identityHeaders(world, request, account, deployment));
  requireSimulatedResponse(request.body);
  requireCapacity(world, chargeOf(request.body), reply, deployment, version);
  const asked = parseResponse(request.body);
  const input = itemsOf(asked.input);
  const messages = messagesOf([...kept.conversation(asked.previous_response_id), ...input]);
  const chat = requireSimulated(chatOf(asked, messages));
  const parameters = parseParameters(chat, deployedModel(deployment), v1Version(undefined));
  checkPrompt(parameters.request.messages.map(({ content }) => content).join("\n"));
  const begun = begunResponse(
    `resp_${world.random.hex(32)}`,
    Math.floor(world.clock.now() / 1000),
    servedModel(await model(), deployment.model),
    asked,
  );
  const opened = await model();
  const end = async (signal: AbortSignal): Promise<ResponseObject> =>
    endedResponse(begun, await completeChat(opened, world, parameters, signal), world.random);
  if (begun.background) {
    kept.keep(begun, input);
    work.start(begun.id, end, (ended) => kept.keep(ended, input));
    return begun;
  }
  const ended = await end(disconnection(reply));
  if (asked.store !== false) kept.keep(ended, input);
  if (asked.stream === true) return sendEvents(reply, responseEvents(begun, ended));
  return ended;
}

/** The tokens that a request is charged on arrival, as for chats. */
function chargeOf(body: unknown): number {
  const characters = JSON.stringify(memberOf(body, "input") ?? "").length;
  const budget = Number(memberOf(body, "max_output_tokens") ?? 0);
  return estimateTokens(characters, budget || undefined, 1);
}
