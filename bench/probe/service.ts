import type { LimiterModel } from "./limiters";

/** Counts of a run, as the service sees it. */
export interface Tally {
  requests: number;
  refused: number;
  /** Time of the last admitted request, ms. */
  lastAdmitted: number;
}

interface Body {
  messages: { content: string }[];
  n?: number;
  max_tokens: number;
}

/** Tokens that the service charges for a request. */
export const chargeOf = ({ messages, n = 1, max_tokens: budget }: Body): number =>
  Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4) + budget * n;

/**
 * A chat completions endpoint behind a limiter, as a `fetch` without network. It answers after
 * `latencyMs` of the clock behind `setTimeout` and `Date`.
 */
export function serviceOf(
  limiter: LimiterModel,
  latencyMs: number,
): { fetch: typeof fetch; tally: Tally } {
  const tally: Tally = { requests: 0, refused: 0, lastAdmitted: 0 };
  const answer: typeof fetch = async (_input, init) => {
    const body = JSON.parse(init?.body as string) as Body;
    tally.requests++;
    const { refusedMs, headers } = limiter.admit(chargeOf(body), Date.now());
    if (refusedMs !== undefined) {
      tally.refused++;
      const retry = {
        "retry-after-ms": String(refusedMs),
        "retry-after": String(Math.ceil(refusedMs / 1000)),
      };
      return json({ error: { code: "429", message: "rate limit" } }, 429, { ...headers, ...retry });
    }
    tally.lastAdmitted = Date.now();
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const choices = Array.from({ length: body.n ?? 1 }, (_, index) => ({
      index,
      finish_reason: "stop",
      message: { role: "assistant", content: `answer ${tally.requests}.${index}`, refusal: null },
    }));
    return json(
      { id: "chatcmpl-1", object: "chat.completion", model: "SIMULATED bench", choices },
      200,
      headers,
    );
  };
  return { fetch: answer, tally };
}

const json = (body: object, status: number, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
