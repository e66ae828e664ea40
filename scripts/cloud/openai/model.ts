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
  stop?: string[];
}
export interface ChatChoice {
  text: string;
  finishReason: "stop" | "length";
  tokens: number;
}
export interface ChatModel {
  /** Ends up in every answer's `model`: `SIMULATED planted …` or `LOCAL MODEL gemma3-270m …`, never mistaken for the real one. */
  readonly name: string;
  readonly kind: "planted" | "local";
  complete(request: ChatRequest, signal?: AbortSignal): Promise<{ choices: ChatChoice[]; promptTokens: number }>;
  close(): Promise<void>;
}
