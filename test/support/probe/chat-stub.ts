import fastify from "fastify";
import type { Service } from "../../../scripts/cloud/core/world";

/** What was asked of the stub: body, key and bearer token of each request. */
export interface Asked {
  body: {
    messages: { role: string; content: string }[];
    n?: number;
    seed: number;
    max_tokens?: number;
  };
  key: string | undefined;
  authorization: string | undefined;
}

/** One of these, in the middle, makes the answers to one question differ: they are no near-copies. */
const WAYS = [
  "early",
  "late",
  "slowly",
  "quickly",
  "daily",
  "weekly",
  "gladly",
  "neatly",
  "plainly",
];

/**
 * A chat endpoint on a host of kind `chat`, for tests that are about the notebook and not about the service. The
 * `throttled` requests (1-based) are refused with a wait, the `broken` ones fail, the `denied` ones lack a role; where a `key` is
 * given, those with another are refused; a `strict` model takes `max_completion_tokens` and one answer a request only; prompts that hold `filtered` are refused by the filter.
 */
export function chatStub(
  asked: Asked[],
  options: {
    throttled?: number[];
    retryAfterSeconds?: number;
    broken?: number[];
    denied?: (count: number) => boolean;
    key?: string;
    filtered?: string;
    strict?: boolean;
  } = {},
): Service {
  let count = 0;
  return {
    kind: "chat",
    createApp: () => {
      const app = fastify();
      app.post("/openai/deployments/:name/chat/completions", (request, reply) => {
        const body = request.body as Asked["body"];
        count += 1;
        if (options.broken?.includes(count) ?? false)
          return reply
            .status(500)
            .send({ error: { code: "InternalServerError", message: "broken" } });
        if (options.throttled?.includes(count) ?? false)
          return reply
            .status(429)
            .header("retry-after", String(options.retryAfterSeconds ?? 7))
            .send({ error: { code: "429", message: "Rate limit reached" } });
        if (options.denied?.(count) ?? false)
          return reply.status(401).send({
            error: {
              code: "PermissionDenied",
              message: "The principal `o-1` lacks the required data action.",
            },
          });
        const refuse = (param: string, message: string) =>
          reply.status(400).send({
            error: {
              code: "unsupported_parameter",
              type: "invalid_request_error",
              param,
              message,
            },
          });
        if (options.strict && body.max_tokens !== undefined)
          return refuse("max_tokens", "Use 'max_completion_tokens' instead.");
        if (options.strict && (body.n ?? 1) > 1) return refuse("n", "Unsupported value: 'n'.");
        const { "api-key": key, authorization } = request.headers;
        asked.push({ body, key: key as string | undefined, authorization });
        if (options.key !== undefined && key !== options.key)
          return reply.status(401).send({
            error: { code: "401", message: "Access denied due to invalid subscription key." },
          });
        reply.header("x-ratelimit-limit-tokens", "5000").header("x-ratelimit-limit-requests", "30");
        const prompt = body.messages.at(-1)?.content ?? "";
        if (options.filtered !== undefined && prompt.includes(options.filtered))
          return reply.status(400).send({
            error: { code: "content_filter", message: "filtered", type: null, param: "prompt" },
          });
        const calm = body.messages[0]?.role === "system";
        return {
          id: "chatcmpl-1",
          object: "chat.completion",
          created: 0,
          model: "SIMULATED stub",
          choices: Array.from({ length: body.n ?? 1 }, (_, index) => ({
            index,
            finish_reason: "stop",
            message: {
              role: "assistant",
              content: `${calm ? "They are" : "She is a warm and"} ${WAYS[(body.seed + index) % WAYS.length]!} supportive person. ${prompt} <b>`,
            },
          })),
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        };
      });
      return Promise.resolve(app);
    },
  };
}
