import { z } from "zod";
import {
  invalidRequest,
  unrecognizedArgument,
  unsupportedParameter,
  unsupportedValue,
} from "../errors";
import type { ChatRequest } from "../model";
import { familyOf, type ModelFamily, reasoningTokens } from "../model-family";
import type { ApiVersion } from "../versions";
import { readFormat, ResponseFormat } from "./format";
import { Messages, readMessages } from "./messages";
import { validated } from "../validation";
import { readTools, ToolParameters, type ToolUse } from "./tools";

/*
 * @parity
 * - Parameter rules by family: `max_tokens`, `max_completion_tokens`, temperature and its like,
 *   `reasoning_effort` (gpt-5.6 takes none, low, medium, high, xhigh and max), system with
 *   developer; bodies `unsupported_parameter`, `unsupported_value` — reported
 * - `max_tokens` over the model's own limit: 400 `invalid_value` — reported (OpenAI's service); that
 *   Azure's text is the same guessed
 */

/*
 * @not-simulated
 * - penalties and `top_p` (taken, without effect)
 */

const Body = z.strictObject({
  messages: Messages,
  model: z.string().optional(),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  response_format: ResponseFormat.nullish(),
  ...ToolParameters,
  user: z.string().optional(),
  reasoning_effort: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  store: z.boolean().nullish(),
});
type Body = z.infer<typeof Body>;

const SAMPLING = [
  "temperature",
  "top_p",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
] as const;

/**
 * Visible tokens when the request sets no limit. Real models allow thousands; a rehearsal needs
 * few.
 */
const DEFAULT_MAX_TOKENS = 512;

/** A checked request, and the simulated reasoning before it. */
export interface Parameters {
  request: ChatRequest;
  /** Reasoning tokens of each choice. */
  reasoning: number;
  /** True when reasoning used the whole budget, so that the answer is empty. */
  exhausted: boolean;
  /** Undefined without functions to call. */
  tools?: ToolUse;
  stream: boolean;
  /** Whether a stream ends with its usage. */
  includeUsage: boolean;
}

/** The model of a deployment, as far as its requests depend on it. */
export interface DeployedModel {
  name: string;
  version: string;
  /** Most tokens of an answer; infinite where the catalogue does not say. */
  maxOutputTokens: number;
}

/**
 * Checks the body of a request against the rules of the model's family and of the API version.
 * @param body as `requireSimulated` leaves it
 * @throws ApiError 400 for what the model refuses
 */
export function parseParameters(
  body: unknown,
  model: DeployedModel,
  version: ApiVersion,
): Parameters {
  const given = validated(Body, body);
  const family = familyOf(model.name);
  const limit = requireBudget(given, family, model, version);
  for (const name of ["reasoning_effort", "logprobs", "top_logprobs", "stream_options"] as const)
    if (given[name] != null && !version.knows(name)) throw unrecognizedArgument(name);
  if (given.response_format != null && !version.knows("response_format"))
    throw unrecognizedArgument("response_format");
  requireConsistent(given, family);
  const effort = reasoningEffort(given, family.efforts);
  if (!family.allowsSampling(effort)) rejectSampling(given);
  const roles = new Set(given.messages.map(({ role }) => role));
  if (family.efforts.length > 0 && roles.has("system") && roles.has("developer"))
    throw invalidRequest(
      "System and developer messages cannot be used together with this model.",
      "messages",
    );

  const messages = readMessages(given.messages);
  const budget = limit ?? DEFAULT_MAX_TOKENS + reasoningTokens(effort);
  const reasoning = Math.min(budget, reasoningTokens(effort));
  return {
    reasoning,
    exhausted: reasoning === budget,
    tools: readTools(given, version),
    stream: given.stream === true,
    includeUsage: given.stream_options?.include_usage === true,
    request: {
      messages,
      n: given.n ?? 1,
      maxTokens: Math.max(1, budget - reasoning),
      temperature: given.temperature ?? 1,
      seed: given.seed ?? undefined,
      stop: stopsOf(given),
      json: readFormat(given.response_format, messages, model, version),
      topLogprobs: topLogprobsOf(given),
    },
  };
}

function stopsOf({ stop }: Body): string[] | undefined {
  if (stop == null) return undefined;
  return [stop].flat();
}

function topLogprobsOf(given: Body): number | undefined {
  if (given.logprobs !== true) return undefined;
  return given.top_logprobs ?? 0;
}

/**
 * The most tokens that an answer may have, undefined where the caller sets no limit.
 * @throws ApiError 400 for a parameter that the model or the version does not take, or too many
 */
function requireBudget(
  given: Body,
  family: ModelFamily,
  model: DeployedModel,
  version: ApiVersion,
): number | undefined {
  const { max_tokens: maxTokens, max_completion_tokens: maxCompletion } = given;
  if (maxTokens != null && maxCompletion != null)
    throw invalidRequest(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      "max_tokens",
    );
  if (maxTokens != null && !family.maxTokens)
    throw unsupportedParameter("max_tokens", "max_completion_tokens");
  if (
    maxCompletion != null &&
    !(family.maxCompletionTokens && version.knows("max_completion_tokens"))
  )
    throw unrecognizedArgument("max_completion_tokens");
  for (const name of ["max_tokens", "max_completion_tokens"] as const) {
    const limit = given[name] ?? 0;
    if (limit > model.maxOutputTokens)
      throw invalidRequest(
        `${name} is too large: ${limit}. This model supports at most ${model.maxOutputTokens} completion tokens, whereas you provided ${limit}.`,
        name,
        "invalid_value",
      );
  }
  return maxCompletion ?? maxTokens ?? undefined;
}

/** @throws ApiError 400 for a parameter without the one that it belongs to */
function requireConsistent(given: Body, family: ModelFamily): void {
  if (given.stream_options != null && given.stream !== true)
    throw invalidRequest(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      "stream_options",
    );
  if (given.top_logprobs != null && given.logprobs !== true)
    throw invalidRequest(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      "top_logprobs",
    );
  if (given.parallel_tool_calls != null && !family.parallelToolCalls)
    throw unsupportedParameter("parallel_tool_calls");
}

function reasoningEffort(given: Body, efforts: readonly string[]): string {
  const effort = given.reasoning_effort;
  if (effort == null) return efforts[0] ?? "none";
  if (efforts.length === 0) throw unrecognizedArgument("reasoning_effort");
  if (efforts.includes(effort)) return effort;
  const known = efforts.map((e) => `'${e}'`).join(", ");
  throw unsupportedValue("reasoning_effort", effort, `Supported values are: ${known}.`);
}

function rejectSampling(given: Body): void {
  for (const name of SAMPLING) {
    const value = given[name];
    if (value == null) continue;
    if (name === "temperature" || name === "top_p") {
      if (value !== 1)
        throw unsupportedValue(name, value, "Only the default (1) value is supported.");
    } else if (value !== 0) throw unsupportedParameter(name);
  }
}
