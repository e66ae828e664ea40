import type { JsonObject } from "../../../../infra/json-object";
import type { Random } from "../../core/random";
import { describeToken } from "../chat/chat-completion";
import type { Answer, Choice } from "../chat/complete";
import type { ResponseRequest } from "./request";

/** A `response` of the API. */
export interface ResponseObject extends JsonObject {
  id: string;
  status: "queued" | "in_progress" | "completed" | "incomplete" | "cancelled" | "failed";
  background: boolean;
  output: JsonObject[];
  usage: JsonObject | null;
}

/** What a response says before it has an answer. */
export const begunResponse = (
  id: string,
  createdAt: number,
  model: string,
  request: ResponseRequest,
): ResponseObject => ({
  id,
  object: "response",
  created_at: createdAt,
  status: request.background === true ? "queued" : "in_progress",
  background: request.background === true,
  error: null,
  incomplete_details: null,
  instructions: request.instructions ?? null,
  max_output_tokens: request.max_output_tokens ?? null,
  model,
  output: [],
  parallel_tool_calls: request.parallel_tool_calls ?? true,
  previous_response_id: request.previous_response_id ?? null,
  reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
  service_tier: "default",
  store: request.store ?? true,
  temperature: request.temperature ?? 1,
  text: { format: request.text?.format ?? { type: "text" } },
  tool_choice: request.tool_choice ?? "auto",
  tools: request.tools ?? [],
  top_logprobs: request.top_logprobs ?? 0,
  top_p: request.top_p ?? 1,
  truncation: request.truncation ?? "disabled",
  usage: null,
  user: request.user ?? null,
  metadata: request.metadata ?? {},
});

/** Why an answer is not whole, by the end of its choice. */
const REASONS: Record<Choice["finishReason"], string | undefined> = {
  stop: undefined,
  length: "max_output_tokens",
  content_filter: "content_filter",
};

/** The response with its answer, which has one choice. */
export function endedResponse(
  begun: ResponseObject,
  answer: Answer,
  random: Random,
): ResponseObject {
  const { promptTokens, reasoning } = answer;
  const choice = answer.choices[0]!;
  const reason = REASONS[choice.finishReason];
  const output = choice.tokens + reasoning;
  const ended = {
    ...begun,
    output: [...reasoningItem(reasoning, random), ...itemsOf(choice, random)],
    usage: {
      input_tokens: promptTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: promptTokens + output,
    },
  };
  if (reason === undefined) return { ...ended, status: "completed" };
  return { ...ended, status: "incomplete", incomplete_details: { reason } };
}

function reasoningItem(reasoning: number, random: Random): JsonObject[] {
  if (reasoning === 0) return [];
  return [{ id: `rs_${random.hex(32)}`, type: "reasoning", summary: [] }];
}

function itemsOf(choice: Choice, random: Random): JsonObject[] {
  const status = choice.finishReason === "stop" ? "completed" : "incomplete";
  if (choice.calls.length > 0)
    return choice.calls.map(({ id, name, arguments: given }) => ({
      id: `fc_${random.hex(32)}`,
      type: "function_call",
      status,
      call_id: id,
      name,
      arguments: given,
    }));
  if (choice.tokens === 0) return [];
  return [
    {
      id: `msg_${random.hex(32)}`,
      type: "message",
      status,
      role: "assistant",
      content: [partOf(choice)],
    },
  ];
}

function partOf({ text, refused, logprobs = [] }: Choice): JsonObject {
  if (refused === true) return { type: "refusal", refusal: text };
  return { type: "output_text", text, annotations: [], logprobs: logprobs.map(describeToken) };
}
