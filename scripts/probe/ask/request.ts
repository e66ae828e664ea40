import type { OpenAI } from "openai";
import type { Question } from "../design";
import type { HeaderReader } from "../retry-after";
import { readCompletion, type Completion } from "./completion";
import type { Dialect } from "./dialect";

/** What came back, with the headers that came with it. */
export interface Reply extends Completion {
  header: HeaderReader;
}

/** Asks one question for `n` answers of at most `maxTokens` each, in the dialect of the deployment. */
export async function request(
  client: OpenAI,
  deployment: string,
  { condition, cell }: Question,
  n: number,
  maxTokens: number,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<Reply> {
  const system = condition.system === null ? [] : [{ role: "system" as const, content: condition.system }];
  const messages = [...system, { role: "user" as const, content: cell.prompt }];
  const { data, response } = await client.chat.completions
    .create({ model: deployment, messages, [dialect.budget]: maxTokens, ...(n > 1 && { n }) }, { signal })
    .withResponse();
  return { ...readCompletion(data), header: (name) => response.headers.get(name) };
}
