import type { OpenAI } from "openai";
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

/** Asks for `n` answers of at most `maxTokens` tokens each, in the dialect of the deployment. */
export async function request(
  client: OpenAI,
  deployment: string,
  messages: readonly Message[],
  n: number,
  maxTokens: number,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<Reply> {
  const { data, response } = await client.chat.completions
    .create(
      {
        model: deployment,
        messages: [...messages],
        [dialect.budget]: maxTokens,
        ...(n > 1 && { n }),
      },
      { signal },
    )
    .withResponse();
  return { ...readCompletion(data), header: (name) => response.headers.get(name) };
}
