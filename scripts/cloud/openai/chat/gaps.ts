import { isJsonObject, own } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { listOf, memberOf } from "../json-values";
import { requireSimulatedSchema } from "./json-schema";

/*
 * @parity
 * - What is not simulated is 501 with `x-should-retry: false` and counts against no limit; null, and
 *   a default that is spelled out, ask for nothing — ours
 */

/**
 * Documented parameters of the API that are not simulated
 * (https://learn.microsoft.com/azure/ai-foundry/openai/reference), with what asks for nothing: the
 * default, which clients like to send.
 */
const PARAMETERS: Record<string, (value: unknown) => boolean> = {
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
/** What asks for nothing among the parameters that are simulated. */
const DEFAULTS: Record<string, (value: unknown) => boolean> = {
  tools: isEmpty,
  functions: isEmpty,
  response_format: (value) => (Object(value) as { type?: unknown }).type === "text",
  stream: (value) => value === false,
  logprobs: (value) => value === false,
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
  if (!isJsonObject(body)) return body;
  const wanted = Object.entries(body).filter(
    ([name, value]) =>
      value !== null &&
      value !== undefined &&
      own(PARAMETERS, name)?.(value) !== true &&
      own(DEFAULTS, name)?.(value) !== true,
  );
  const [gap] = wanted.filter(([name]) => Object.hasOwn(PARAMETERS, name));
  if (gap) throw new NotSimulated(`the chat parameter ${gap[0]}`);
  const { messages, tools, functions, tool_choice: choice, response_format: format } = body;
  for (const message of listOf(messages)) requireSimulatedMessage(message);
  for (const tool of listOf(tools)) requireSimulatedTool(tool);
  for (const one of listOf(functions)) requireSimulatedSchema(memberOf(one, "parameters"));
  const chosen = memberOf(choice, "type");
  if (chosen === "allowed_tools" || chosen === "custom")
    throw new NotSimulated(`the tool choice ${chosen}`);
  requireSimulatedSchema(memberOf(memberOf(format, "json_schema"), "schema"));
  return Object.fromEntries(wanted);
}

function requireSimulatedTool(tool: unknown): void {
  if (memberOf(tool, "type") === "custom") throw new NotSimulated("tools of the type custom");
  requireSimulatedSchema(memberOf(memberOf(tool, "function"), "parameters"));
}

function requireSimulatedMessage(message: unknown): void {
  for (const part of listOf(memberOf(message, "content"))) {
    const type = memberOf(part, "type");
    if (type === "image_url" || type === "input_audio" || type === "file" || type === "refusal")
      throw new NotSimulated(`message parts of the type ${type}`);
  }
}
