import fastify from "fastify";
import type { Service } from "../../scripts/cloud/core/world";

/** What was asked of the stub: body and key of each request. */
export interface Asked {
  body: { messages: { role: string; content: string }[]; n: number; seed: number; max_tokens?: number };
  key: string | undefined;
}

/**
 * A chat endpoint on a host of kind `chat`, for tests that are about the notebook and not about the service. The
 * `throttled`-th request (1-based) is refused once with a wait; prompts that hold `filtered` are refused by the filter.
 */
export function chatStub(
  asked: Asked[],
  options: { throttled?: number; retryAfterSeconds?: number; filtered?: string } = {},
): Service {
  let count = 0;
  return {
    kind: "chat",
    createApp: () => {
      const app = fastify();
      app.post("/openai/deployments/:name/chat/completions", (request, reply) => {
        const body = request.body as Asked["body"];
        count += 1;
        if (count === options.throttled)
          return reply
            .status(429)
            .header("retry-after", String(options.retryAfterSeconds ?? 7))
            .send({ error: { code: "429", message: "Rate limit reached" } });
        asked.push({ body, key: request.headers["api-key"] as string | undefined });
        const prompt = body.messages.at(-1)?.content ?? "";
        if (options.filtered !== undefined && prompt.includes(options.filtered))
          return reply
            .status(400)
            .send({ error: { code: "content_filter", message: "filtered", type: null, param: "prompt" } });
        const calm = body.messages[0]?.role === "system";
        return {
          id: "chatcmpl-1",
          object: "chat.completion",
          created: 0,
          model: "SIMULATED stub",
          choices: Array.from({ length: body.n }, (_, index) => ({
            index,
            finish_reason: "stop",
            message: {
              role: "assistant",
              content: `${calm ? "They are" : "She is a warm and"} supportive person. ${prompt} <b>`,
            },
          })),
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        };
      });
      return Promise.resolve(app);
    },
  };
}
