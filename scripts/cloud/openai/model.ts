/** One message of a chat. */
export interface ChatMessage {
  role: "system" | "user" | "assistant" | "developer";
  content: string;
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
}

/** One completion. */
export interface ChatChoice {
  text: string;
  /** `content_filter`: the filter withheld the text, which is empty. */
  finishReason: "stop" | "length" | "content_filter";
  tokens: number;
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
