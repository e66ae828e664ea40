import { createHash } from "node:crypto";
import { promptResults, severities } from "../content-filter";
import type { ChatModel, Logprob, TokenLogprob } from "../model";
import { type Answer, type Choice, finishReasonOf } from "./complete";
import type { ToolUse } from "./tools";

/*
 * @parity
 * - Answer's body: filter results of prompt and choices, usage, fingerprint, `n` choices —
 *   documented
 * - `model` reads `SIMULATED …` or `LOCAL MODEL …` `as gpt-4o-2024-11-20`: nobody is to mistake it —
 *   ours
 */

/** What the whole answer and each chunk of a stream have in common. */
export interface Envelope {
  id: string;
  created: number;
  model: string;
  system_fingerprint: string;
}

/**
 * The common part of an answer. Its `model` begins with the name of the model that really
 * answered.
 * @param created seconds since the epoch
 */
export const envelope = (
  id: string,
  created: number,
  model: ChatModel,
  deployed: { name: string; version: string },
): Envelope => ({
  id: `chatcmpl-${id}`,
  created,
  model: servedModel(model, deployed),
  system_fingerprint: fingerprint(model.name),
});

/** The model's name in answers: who really answered, and for whom. */
export const servedModel = (
  model: { name: string },
  deployed: { name: string; version: string },
): string => `${model.name} as ${deployed.name}-${deployed.version}`;

/** The body of a `chat.completion`. */
export const chatCompletion = (
  { id, created, model, system_fingerprint }: Envelope,
  answer: Answer,
  tools: ToolUse | undefined,
): Record<string, unknown> => ({
  id,
  object: "chat.completion",
  created,
  model,
  system_fingerprint,
  service_tier: null,
  prompt_filter_results: promptResults(),
  choices: answer.choices.map((choice, index) => describeChoice(choice, index, tools)),
  usage: usageOf(answer),
});

/** The tokens of an answer; a prompt counts once for all choices. */
export const usageOf = ({ choices, promptTokens, reasoning }: Answer): Record<string, unknown> => {
  const reasoningTokens = reasoning * choices.length;
  const completion = choices.reduce((sum, { tokens }) => sum + tokens, 0) + reasoningTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completion,
    total_tokens: promptTokens + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
};

const fingerprint = (name: string): string =>
  `fp_${createHash("sha256").update(name).digest("hex").slice(0, 10)}`;

function describeChoice(
  choice: Choice,
  index: number,
  tools: ToolUse | undefined,
): Record<string, unknown> {
  return {
    index,
    finish_reason: finishReasonOf(choice, tools),
    logprobs: describeLogprobs(choice),
    message: {
      role: "assistant",
      content: contentOf(choice),
      refusal: refusalOf(choice),
      annotations: [],
      ...describeCalls(choice, tools),
    },
    content_filter_results: filterResults(choice),
  };
}

/** Undefined where the filter withheld the text, null beside calls and refusals. */
function contentOf({ text, finishReason, calls, refused }: Choice): string | null | undefined {
  if (finishReason === "content_filter") return undefined;
  if (calls.length > 0 || refused === true) return null;
  return text;
}

function refusalOf({ text, refused }: Choice): string | null {
  if (refused === true) return text;
  return null;
}

/** The filter's result for a choice. */
export const filterResults = ({ finishReason }: Choice): Record<string, unknown> => ({
  ...severities(finishReason === "content_filter" ? "hate" : undefined),
  protected_material_text: { filtered: false, detected: false },
});

function describeCalls(
  { calls }: Choice,
  tools: ToolUse | undefined,
): { function_call?: unknown; tool_calls?: unknown } {
  const [first] = calls;
  if (!first) return {};
  if (tools?.legacy === true)
    return { function_call: { name: first.name, arguments: first.arguments } };
  return {
    tool_calls: calls.map(({ id, name, arguments: given }) => ({
      id,
      type: "function",
      function: { name, arguments: given },
    })),
  };
}

/** The probabilities of a choice's tokens; null where the request did not ask for them. */
export function describeLogprobs({ logprobs, refused }: Choice): Record<string, unknown> | null {
  if (logprobs === undefined) return null;
  const tokens = logprobs.map(describeToken);
  if (refused === true) return { content: null, refusal: tokens };
  return { content: tokens, refusal: null };
}

/** A token with its probability, its bytes and the likeliest tokens at its place. */
export const describeToken = ({ top, ...chosen }: TokenLogprob): Record<string, unknown> => ({
  ...withBytes(chosen),
  top_logprobs: top.map(withBytes),
});

const withBytes = ({ token, logprob }: Logprob): Record<string, unknown> => ({
  token,
  logprob,
  bytes: [...Buffer.from(token)],
});
