import { own } from "../../../infra/json-object";
import { NotSimulated } from "../core/errors";

/**
 * Documented parameters of the API that are not simulated
 * (https://learn.microsoft.com/azure/ai-foundry/openai/reference), with what asks for nothing: the
 * default, which clients like to send.
 */
const PARAMETERS: Record<string, (value: unknown) => boolean> = {
  tools: isEmpty,
  functions: isEmpty,
  tool_choice: isNever,
  function_call: isNever,
  parallel_tool_calls: isNever,
  response_format: (value) => (Object(value) as { type?: unknown }).type === "text",
  stream: (value) => value === false,
  stream_options: isNever,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  audio: isNever,
  modalities: (value) => JSON.stringify(value) === '["text"]',
  data_sources: isEmpty,
  enhancements: isNever,
  prediction: isNever,
  service_tier: (value) => value === "auto" || value === "default",
  verbosity: (value) => value === "medium",
  web_search_options: isNever,
  prompt_cache_key: isNever,
  safety_identifier: isNever,
};

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
function isNever(): boolean {
  return false;
}

/**
 * A chat request without what is absent (null) or asks for nothing.
 * @returns anything but an object unchanged, for the schema to refuse
 * @throws NotSimulated for what the API has and this cloud has not: it is not the caller's mistake
 */
export function requireSimulated(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const given = Object.entries(body).filter(([, value]) => value !== null && value !== undefined);
  const wanted = given.filter(([name, value]) => own(PARAMETERS, name)?.(value) !== true);
  const [gap] = wanted.filter(([name]) => Object.hasOwn(PARAMETERS, name));
  if (gap) throw new NotSimulated(`the chat parameter ${gap[0]}`);
  const { messages } = body as { messages?: unknown };
  for (const message of Array.isArray(messages) ? messages : []) requireSimulatedMessage(message);
  return Object.fromEntries(wanted);
}

function requireSimulatedMessage(message: unknown): void {
  const { role, content, tool_calls, function_call } = Object(message) as Record<string, unknown>;
  if (role === "tool" || role === "function")
    throw new NotSimulated(`messages of the role ${role}`);
  if (tool_calls != null || function_call != null)
    throw new NotSimulated("messages with tool calls");
  for (const part of Array.isArray(content) ? content : []) {
    const { type } = Object(part) as { type?: unknown };
    if (type === "image_url" || type === "input_audio" || type === "file" || type === "refusal")
      throw new NotSimulated(`message parts of the type ${type}`);
  }
}
