import { schedule, type Spec } from "./design";
import { requestTokens, type RateLimit } from "./pacer";

/** What a run will take, said before its first call. */
export interface Estimate {
  requests: number;
  answers: number;
  /** Tokens the quota is charged with: an upper bound of what is used. */
  tokens: number;
  /** Minutes the quota alone enforces; absent where it is not known. */
  minutes?: number;
  /** US dollars at list price if every answer is as long as allowed; absent where the price is not known. */
  dollars?: number;
}

/** US dollars per million tokens, regional Standard (Global list prices of 2026-04 plus 10 %). They move: an order of magnitude. */
const PRICES: Record<string, { input: number; output: number }> = {
  "gpt-4o": { input: 2.75, output: 11 },
  "gpt-4.1-mini": { input: 0.44, output: 1.76 },
};

/** Counts the requests still to make and what they cost. `done` are the sample ids a journal already holds. */
export function estimate(
  spec: Spec,
  model: string,
  limits: readonly RateLimit[] | undefined,
  done: ReadonlySet<string> = new Set(),
): Estimate {
  const open = schedule(spec)
    .map((question) => ({ ...question, samples: question.samples.filter(({ id }) => !done.has(id)) }))
    .filter(({ samples }) => samples.length > 0);
  const answers = open.reduce((sum, { samples }) => sum + samples.length, 0);
  const tokens = open.reduce(
    (sum, { condition, cell, samples }) =>
      sum + requestTokens([condition.system ?? "", cell.prompt], spec.maxTokens, samples.length),
    0,
  );
  const output = answers * spec.maxTokens;
  const price = PRICES[model];
  return {
    requests: open.length,
    answers,
    tokens,
    ...(limits && { minutes: minutesOf(open.length, tokens, limits) }),
    ...(price && { dollars: ((tokens - output) * price.input + output * price.output) / 1e6 }),
  };
}

/** Minutes the tighter window enforces: the first window's worth goes out at once. */
function minutesOf(requests: number, tokens: number, limits: readonly RateLimit[]): number {
  const seconds = limits.map(({ key, count, renewalPeriod }) => {
    const amount = key === "token" ? tokens : requests;
    return Math.max(0, Math.ceil(amount / count) - 1) * renewalPeriod;
  });
  return Math.max(0, ...seconds) / 60;
}
