import { createHash } from "node:crypto";
import { promptResults, severities } from "./content-filter";
import type { ChatChoice, ChatModel } from "./model";

interface Completion {
  choices: ChatChoice[];
  promptTokens: number;
  /** Reasoning tokens of each choice. */
  reasoning: number;
}

/**
 * The body of a `chat.completion`. Its `model` begins with the name of the model that really
 * answered.
 */
export const chatCompletion = (
  id: string,
  created: number,
  model: ChatModel,
  deployed: { name: string; version: string },
  { choices, promptTokens, reasoning }: Completion,
): Record<string, unknown> => {
  const reasoningTokens = reasoning * choices.length;
  const completion = choices.reduce((sum, { tokens }) => sum + tokens, 0) + reasoningTokens;
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created,
    model: `${model.name} as ${deployed.name}-${deployed.version}`,
    system_fingerprint: fingerprint(model.name),
    service_tier: null,
    prompt_filter_results: promptResults(),
    choices: choices.map(describeChoice),
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completion,
      total_tokens: promptTokens + completion,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    },
  };
};

const fingerprint = (name: string): string =>
  `fp_${createHash("sha256").update(name).digest("hex").slice(0, 10)}`;

function describeChoice(
  { text, finishReason }: ChatChoice,
  index: number,
): Record<string, unknown> {
  const isFiltered = finishReason === "content_filter";
  return {
    index,
    finish_reason: finishReason,
    logprobs: null,
    message: {
      role: "assistant",
      content: isFiltered ? undefined : text,
      refusal: null,
      annotations: [],
    },
    content_filter_results: {
      ...severities(isFiltered ? "hate" : undefined),
      protected_material_text: { filtered: false, detected: false },
    },
  };
}
