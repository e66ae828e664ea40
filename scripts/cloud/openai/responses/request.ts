import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { invalidRequest } from "../errors";
import { listOf, memberOf, textOf } from "../json-values";
import { validated } from "../validation";

/** Parameters of the Responses API that are not simulated. */
const GAPS = ["conversation", "prompt", "max_tool_calls", "prompt_cache_key", "safety_identifier"];
const LOGPROBS = "message.output_text.logprobs";

const Body = z.looseObject({
  background: z.boolean().nullish(),
  model: z.string(),
  input: z.union([z.string(), z.array(z.unknown())]),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  reasoning: z.object({ effort: z.string().nullish() }).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  text: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish() }).nullish(),
  tool_choice: z.unknown().optional(),
  tools: z.array(z.looseObject({ type: z.string() })).nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  truncation: z.enum(["auto", "disabled"]).nullish(),
  user: z.string().nullish(),
});
/** A request of the Responses API. */
export type ResponseRequest = z.infer<typeof Body>;

const NAMES = new Set([
  ...Object.keys(Body.shape),
  ...["include", "service_tier", "stream_options"],
]);

/**
 * Refuses what the API has and this cloud has not.
 * @throws NotSimulated: it is not the caller's mistake
 */
export function requireSimulatedResponse(body: unknown): void {
  const given = (name: string): unknown => memberOf(body, name) ?? undefined;
  const [gap] = GAPS.filter((name) => given(name) !== undefined);
  if (gap !== undefined) throw new NotSimulated(`the parameter ${gap} of responses`);
  if (given("background") === true && given("stream") === true)
    throw new NotSimulated("streams of responses in the background");
  const [included] = listOf(given("include")).filter((one) => one !== LOGPROBS);
  if (included !== undefined) throw new NotSimulated(`responses that include ${textOf(included)}`);
  const summary = memberOf(given("reasoning"), "summary");
  if (summary != null) throw new NotSimulated("summaries of reasoning");
  const choice = memberOf(given("tool_choice"), "type");
  if (choice !== undefined && choice !== "function")
    throw new NotSimulated(`the tool choice ${textOf(choice)}`);
  for (const type of listOf(given("tools")).map((tool) => memberOf(tool, "type")))
    if (typeof type === "string" && type !== "function")
      throw new NotSimulated(`tools of the type ${type}`);
}

/** @throws ApiError 400 for what is no request, or has an unknown parameter */
export function parseResponse(body: unknown): ResponseRequest {
  const [unknown] = Object.keys(Object(body) as object).filter((name) => !NAMES.has(name));
  if (unknown !== undefined)
    throw invalidRequest(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
  const request = validated(Body, body);
  if (request.background === true && request.store === false)
    throw invalidRequest("Background mode requires storing the response.", "background");
  return request;
}

/**
 * The chat that a request asks for.
 * @param messages those of earlier responses and of the request
 */
export function chatOf(request: ResponseRequest, messages: readonly JsonObject[]): JsonObject {
  const instructions = [request.instructions ?? []].flat();
  const wanted: JsonObject = {
    messages: [...instructions.map((content) => ({ role: "system", content })), ...messages],
    max_completion_tokens: request.max_output_tokens,
    temperature: request.temperature,
    top_p: request.top_p,
    reasoning_effort: request.reasoning?.effort,
    stream: request.stream,
    response_format: formatOf(request.text?.format),
    tools: request.tools?.map(({ type, ...definition }) => ({ type, function: definition })),
    tool_choice: toolChoiceOf(request.tool_choice),
    parallel_tool_calls: request.parallel_tool_calls,
    top_logprobs: request.top_logprobs,
    logprobs: listOf(request.include).includes(LOGPROBS),
  };
  // Without functions the other two say nothing; clients send their defaults.
  if (listOf(wanted.tools).length > 0) return wanted;
  return { ...wanted, tool_choice: undefined, parallel_tool_calls: undefined };
}

function formatOf(format: JsonObject | null | undefined): unknown {
  if (format?.type !== "json_schema") return format;
  const { type, ...schema } = format;
  return { type, json_schema: schema };
}

function toolChoiceOf(choice: unknown): unknown {
  if (!isJsonObject(choice)) return choice;
  return { type: choice.type, function: { name: choice.name } };
}
