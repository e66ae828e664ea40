import type { JsonObject } from "../../../infra/json-object";

/** One message of a chat. The calls of an assistant and the results of tools are text. */
export interface ChatMessage {
  role: "system" | "user" | "assistant" | "developer" | "tool";
  content: string;
}

/** JSON that an answer must be. */
export interface JsonRequest {
  /** The schema that it obeys, of the keywords in `chat/json-schema.ts`. */
  schema: JsonObject;
  /** `arguments` are those of a function that the question is about; an `answer` answers it. */
  purpose: "answer" | "arguments";
}

/** A checked request to a model. */
export interface ChatRequest {
  messages: ChatMessage[];
  /** Number of completions, ≥ 1. */
  n: number;
  /** Most tokens of each completion. */
  maxTokens: number;
  temperature: number;
  seed?: number;
  /**
   * Number of earlier requests that were equal to this one. It is part of a seeded model's seed, so
   * that equal requests get different answers. The service counts, so that a kept world goes on.
   */
  ordinal?: number;
  stop?: string[];
  /** Undefined for an answer in words. */
  json?: JsonRequest;
  /** Number of alternatives to list for each token, 0 to 20; undefined for no probabilities. */
  topLogprobs?: number;
}

/** A token and the natural logarithm of its probability. */
export interface Logprob {
  token: string;
  logprob: number;
}

/** A token of an answer, with the likeliest tokens at its place. */
export interface TokenLogprob extends Logprob {
  top: Logprob[];
}

/** One completion. */
export interface ChatChoice {
  text: string;
  /** `content_filter`: the filter withheld the text, which is empty. */
  finishReason: "stop" | "length" | "content_filter";
  tokens: number;
  /** True when the text refuses to answer instead of being the JSON that was asked for. */
  refused?: boolean;
  /** Of each token, in order, where the request asked for them. */
  logprobs?: TokenLogprob[];
}

/** A model behind the simulated deployments. */
export interface ChatModel {
  /** Part of `model` in every answer: `SIMULATED planted …` or `LOCAL MODEL gemma3-270m …`. */
  readonly name: string;
  readonly kind: "planted" | "local";
  complete(
    request: ChatRequest,
    signal?: AbortSignal,
  ): Promise<{ choices: ChatChoice[]; promptTokens: number }>;
  close(): Promise<void>;
}
