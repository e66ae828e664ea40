import { z } from "zod";
import type { JsonObject } from "../../../../infra/json-object";
import { ApiError } from "../../core/errors";
import { invalidRequest } from "../errors";
import type { ChatMessage, JsonRequest } from "../model";
import type { ApiVersion } from "../versions";
import { requireStrictSchema } from "./strict-schema";

/*
 * @parity
 * - JSON mode wants the word in the messages; it has the keys that the prompt quotes, else `answer`
 *   — reported; keys ours
 * - Structured outputs: from 2024-08-01-preview and gpt-4o 2024-08-06 on; `strict` wants closed
 *   objects that require everything; a refusal is in `refusal` — documented, texts reported
 */

/** The form of an answer: JSON mode, or structured outputs. */
export const ResponseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().nullish(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean().nullish(),
    }),
  }),
]);
export type ResponseFormat = z.infer<typeof ResponseFormat>;

/** Models without structured outputs: those before gpt-4o of August 2024. */
const WITHOUT_SCHEMAS = /^(gpt-35-turbo|gpt-4(-32k)?\/|gpt-4o\/2024-05-13)/;

/**
 * The JSON that a request asks for; undefined for words.
 * @throws ApiError 400 where the model or the version has no such form, or the schema breaks its rules
 */
export function readFormat(
  format: ResponseFormat | null | undefined,
  messages: readonly ChatMessage[],
  model: { name: string; version: string },
  version: ApiVersion,
): JsonRequest | undefined {
  if (format == null || format.type === "text") return undefined;
  if (format.type === "json_object") {
    requireJsonWord(messages);
    return { schema: namedKeys(messages), purpose: "answer" };
  }
  if (!version.structuredOutputs)
    throw new ApiError(
      400,
      "BadRequest",
      "response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later",
    );
  if (WITHOUT_SCHEMAS.test(`${model.name}/${model.version}`))
    throw invalidRequest(
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. Learn more about supported models at the Structured Outputs guide: https://platform.openai.com/docs/guides/structured-outputs",
      "response_format",
    );
  const { name, schema, strict } = format.json_schema;
  if (strict === true)
    requireStrictSchema(schema, `schema for response_format '${name}'`, "response_format");
  return { schema, purpose: "answer" };
}

function requireJsonWord(messages: readonly ChatMessage[]): void {
  if (messages.some(({ content }) => /json/i.test(content))) return;
  throw invalidRequest(
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    "messages",
  );
}

/** The object of JSON mode: the keys that the messages name in quotes, else one answer. */
function namedKeys(messages: readonly ChatMessage[]): JsonObject {
  const text = messages.map(({ content }) => content).join("\n");
  const quoted = [...text.matchAll(/["'`]([A-Za-z_]\w{0,63})["'`]/g)].map(([, key]) => key!);
  if (quoted.length === 0) quoted.push("answer");
  const keys = [...new Set(quoted)];
  const properties = Object.fromEntries(keys.map((key) => [key, { type: "string" }]));
  return { type: "object", properties, required: keys, additionalProperties: false };
}
