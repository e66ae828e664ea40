import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { World } from "../../core/world";
import { clientClosedRequest } from "../errors";
import type { ChatChoice, ChatModel, ChatRequest } from "../model";
import { countTokens } from "../tokens";
import { chooseCalls } from "./choose-calls";
import type { Parameters } from "./parameters";
import { type FunctionDefinition, parametersOf, type ToolUse } from "./tools";

/** A call of a function; its arguments are JSON, or its beginning where the budget ended. */
export interface FunctionCall {
  id: string;
  name: string;
  arguments: string;
}

/** One choice of an answer: words, JSON, a refusal or calls of functions. */
export interface Choice extends ChatChoice {
  calls: FunctionCall[];
}

/** A whole answer to a chat. */
export interface Answer {
  choices: Choice[];
  promptTokens: number;
  /** Reasoning tokens of each choice. */
  reasoning: number;
}

/**
 * Answers a checked chat with the model. Stops when nobody waits for it any more.
 * @throws ApiError 499
 */
export async function completeChat(
  model: ChatModel,
  world: World,
  { request, reasoning, exhausted, tools }: Parameters,
  signal: AbortSignal,
): Promise<Answer> {
  const ask = (asked: ChatRequest): ReturnType<ChatModel["complete"]> =>
    model
      .complete({ ...asked, ordinal: ordinalOf(world, asked) }, signal)
      .catch((error: unknown) => {
        if (signal.aborted) throw clientClosedRequest();
        throw error;
      });
  const { choices, promptTokens } = await answerTo(
    ask,
    request,
    tools,
    () => `call_${world.random.hex(24)}`,
  );
  // A reasoning model that used its whole budget for reasoning has no visible answer.
  if (exhausted) return { choices: choices.map(() => EMPTY), promptTokens, reasoning };
  return { choices, promptTokens, reasoning };
}

/** Tells when the caller of a request has gone away. */
export function disconnection(reply: FastifyReply): AbortSignal {
  const disconnected = new AbortController();
  reply.raw.once("close", () => disconnected.abort());
  return disconnected.signal;
}

const EMPTY: Choice = { text: "", finishReason: "length", tokens: 0, calls: [] };

type Ask = (request: ChatRequest) => ReturnType<ChatModel["complete"]>;
type Completed = Omit<Answer, "reasoning">;

async function answerTo(
  ask: Ask,
  request: ChatRequest,
  tools: ToolUse | undefined,
  newId: () => string,
): Promise<Completed> {
  if (tools === undefined) return inWords(ask, request);
  const called = chooseCalls(request.messages, tools);
  const definitions = countTokens(JSON.stringify(tools.functions));
  const { choices, promptTokens } = await (called.length === 0
    ? inWords(ask, request)
    : inCalls(ask, request, called, newId));
  return { choices, promptTokens: promptTokens + definitions };
}

async function inWords(ask: Ask, request: ChatRequest): Promise<Completed> {
  const { choices, promptTokens } = await ask(request);
  return { choices: choices.map((choice) => ({ ...choice, calls: [] })), promptTokens };
}

/** Every choice calls the same functions, each with arguments of its own. */
async function inCalls(
  ask: Ask,
  request: ChatRequest,
  called: readonly FunctionDefinition[],
  newId: () => string,
): Promise<Completed> {
  const answers = await Promise.all(
    called.map(async (definition) => ({
      definition,
      answer: await ask({ ...request, json: jsonOf(definition), topLogprobs: undefined }),
    })),
  );
  const choices = Array.from({ length: request.n }, (_, index): Choice => {
    const parts = answers.map(({ definition: { name }, answer }) => ({
      name,
      ...answer.choices[index]!,
    }));
    const calls = parts.map(({ name, text }) => ({ id: newId(), name, arguments: text }));
    return {
      text: "",
      finishReason: parts.find((part) => part.finishReason === "length")?.finishReason ?? "stop",
      tokens: parts.reduce((sum, part) => sum + part.tokens + countTokens(part.name), 0),
      calls,
    };
  });
  return { choices, promptTokens: answers[0]!.answer.promptTokens };
}

const jsonOf = (definition: FunctionDefinition): ChatRequest["json"] => ({
  schema: parametersOf(definition),
  purpose: "arguments",
});

/** Number of earlier requests that were equal to this one. */
function ordinalOf(world: World, request: ChatRequest): number {
  const ordinals = world.store.collection<number>("openai/ordinals");
  const key = createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 24);
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.put(key, ordinal + 1);
  return ordinal;
}

/**
 * The word for the end of a choice. A function that the caller named ends with `stop`, as the API
 * documents it; any other call with the name of its form.
 */
export function finishReasonOf({ finishReason, calls }: Choice, tools?: ToolUse): string {
  if (calls.length === 0 || finishReason !== "stop" || tools === undefined) return finishReason;
  if (typeof tools.choice === "object") return "stop";
  if (tools.legacy) return "function_call";
  return "tool_calls";
}
