import { z } from "zod";
import {
  invalidRequest,
  unrecognizedArgument,
  unsupportedParameter,
  unsupportedValue,
} from "./errors";
import { familyOf, reasoningTokens } from "./model-family";
import type { ChatRequest } from "./model";
import type { ApiVersion } from "./versions";

const content = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal("text"), text: z.string() }))
    .transform((parts) => parts.map((p) => p.text).join("\n")),
]);
const Body = z.strictObject({
  messages: z
    .array(
      z.object({
        role: z.enum(["system", "user", "assistant", "developer"]),
        content,
        name: z.string().nullish(),
      }),
    )
    .min(1),
  model: z.string().optional(),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
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
}

/**
 * Checks the body of a request against the rules of the model's family and of the API version.
 * @param body as `requireSimulated` leaves it
 * @throws ApiError 400 for what the model refuses
 */
export function parseParameters(body: unknown, model: string, version: ApiVersion): Parameters {
  const given = parseBody(body);
  const family = familyOf(model);
  const { max_tokens: maxTokens, max_completion_tokens: maxCompletion } = given;
  if (maxTokens != null && maxCompletion != null)
    throw invalidRequest(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      "max_tokens",
    );
  if (maxTokens != null && !family.maxTokens)
    throw unsupportedParameter("max_tokens", "max_completion_tokens");
  if (maxCompletion != null && !(family.maxCompletionTokens && version.maxCompletionTokens))
    throw unrecognizedArgument("max_completion_tokens");
  if (given.reasoning_effort != null && !version.reasoningEffort)
    throw unrecognizedArgument("reasoning_effort");
  const effort = reasoningEffort(given, family.efforts);
  if (!family.allowsSampling(effort)) rejectSampling(given);
  const roles = new Set(given.messages.map(({ role }) => role));
  if (family.efforts.length > 0 && roles.has("system") && roles.has("developer"))
    throw invalidRequest(
      "System and developer messages cannot be used together with this model.",
      "messages",
    );

  const budget = maxCompletion ?? maxTokens ?? DEFAULT_MAX_TOKENS + reasoningTokens(effort);
  const reasoning = Math.min(budget, reasoningTokens(effort));
  return {
    reasoning,
    exhausted: reasoning === budget,
    request: {
      messages: given.messages.map(({ role, content: text }) => ({ role, content: text })),
      n: given.n ?? 1,
      maxTokens: Math.max(1, budget - reasoning),
      temperature: given.temperature ?? 1,
      seed: given.seed ?? undefined,
      stop: given.stop == null ? undefined : [given.stop].flat(),
    },
  };
}

function parseBody(body: unknown): Body {
  const names = Object.entries(Object(body) as object).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const parsed = Body.safeParse(body);
  if (!parsed.success) throw validationError(parsed.error, names);
  return parsed.data;
}

function validationError(error: z.ZodError, given: readonly string[]): Error {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") return unrecognizedArgument(issue.keys.join(", "));
  const where = issue?.path.join(".") ?? "";
  if (issue?.code === "invalid_type" && issue.path.length === 1 && !given.includes(where))
    return invalidRequest(
      `Missing required parameter: '${where}'.`,
      where,
      "missing_required_parameter",
    );
  return invalidRequest(
    `Invalid value for '${where}': ${issue?.message ?? "not valid"}.`,
    where,
    "invalid_value",
  );
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
