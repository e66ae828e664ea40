/** What stands behind a simulated deployment. */
export interface ChatMessage {
  role: "system" | "user" | "assistant" | "developer";
  content: string;
}
export interface ChatRequest {
  messages: ChatMessage[];
  /** Completions wanted, ≥ 1. */
  n: number;
  /** Token budget of each completion. */
  maxTokens: number;
  temperature: number;
  seed?: number;
  /**
   * How often this same request was made before. A seeded model answers each time afresh by it, as a real one does by
   * chance; the service counts, so that a world that is kept goes on where it was.
   */
  ordinal?: number;
  stop?: string[];
}
export interface ChatChoice {
  text: string;
  /** `content_filter`: withheld by the filter, the text is empty. */
  finishReason: "stop" | "length" | "content_filter";
  tokens: number;
}
export interface ChatModel {
  /** Ends up in every answer's `model`: `SIMULATED planted …` or `LOCAL MODEL gemma3-270m …`, never mistaken for the real one. */
  readonly name: string;
  readonly kind: "planted" | "local";
  complete(
    request: ChatRequest,
    signal?: AbortSignal,
  ): Promise<{ choices: ChatChoice[]; promptTokens: number }>;
  close(): Promise<void>;
}
