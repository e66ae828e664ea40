import type { OpenAI } from "openai";
import type { ProbeTarget } from "./client";
import type { HeaderReader } from "../pacing/retry-after";
import { readCompletion, type Completion } from "./completion";
import type { Dialect } from "./dialect";

/** One turn of a chat. */
export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

/** A chat completion with the headers of its response. */
export interface Reply extends Completion {
  header: HeaderReader;
}

/** A deployment and how to reach it. */
export interface RequestOptions {
  client: OpenAI;
  target: ProbeTarget;
  /** Token budget of one answer. */
  maxTokens: number;
  signal: AbortSignal;
}

/** Asks for `n` answers of at most `maxTokens` tokens each, in the dialect of the deployment. */
export async function request(
  { client, target, maxTokens, signal }: RequestOptions,
  messages: readonly Message[],
  n: number,
  dialect: Dialect,
): Promise<Reply> {
  const { data, response } = await client.chat.completions
    .create(
      {
        model: target.openaiDeployment,
        messages: [...messages],
        [dialect.budget]: maxTokens,
        n: n > 1 ? n : undefined,
        reasoning_effort: dialect.effort,
      },
      { signal },
    )
    .withResponse();
  return { ...readCompletion(data), header: (name) => response.headers.get(name) };
}
