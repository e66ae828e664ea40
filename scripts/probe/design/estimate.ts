import { schedule, type Question, type Spec } from "./index";
import { requestTokens, type RateLimit } from "../pacing/pacer";

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

/** Sample ids a journal already holds. */
export interface CompletedSamples {
  answers: ReadonlySet<string>;
  /** First answers that are to be rewritten. */
  drafts: ReadonlySet<string>;
}

const NOTHING_DONE: CompletedSamples = { answers: new Set(), drafts: new Set() };

/** A deployment as far as its cost goes. */
export interface PricedDeployment {
  /** Name in the schedule; the stack's own deployment has none. */
  deployment?: string;
  model: string;
  rateLimits?: readonly RateLimit[];
}

/** Counts the requests still to make and what they cost. Deployments are asked side by side, each within its own quota. */
export function estimate(
  spec: Spec,
  deployments: readonly PricedDeployment[],
  done = NOTHING_DONE,
): Estimate {
  const parts = deployments.map((one) => estimateOne(spec, one, done));
  const sum = (of: (part: Estimate) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const known = (values: (number | undefined)[]): number[] | undefined =>
    values.every((value) => value !== undefined) ? values : undefined;
  const minutes = known(parts.map((part) => part.minutes));
  const dollars = known(parts.map((part) => part.dollars));
  return {
    requests: sum(({ requests }) => requests),
    answers: sum(({ answers }) => answers),
    tokens: sum(({ tokens }) => tokens),
    ...(minutes && { minutes: Math.max(...minutes) }),
    ...(dollars && { dollars: dollars.reduce((total, one) => total + one, 0) }),
  };
}

function estimateOne(
  spec: Spec,
  { deployment, model, rateLimits }: PricedDeployment,
  done: CompletedSamples,
): Estimate {
  const open = schedule(spec)
    .filter((question) => question.deployment === deployment)
    .map((question) => ({
      ...question,
      samples: question.samples.filter(({ id }) => !done.answers.has(id)),
    }))
    .filter(({ samples }) => samples.length > 0);
  const requests = open.flatMap((question) => requestsFor(question, spec.maxTokens, done.drafts));
  const sum = (of: (request: Planned) => number): number =>
    requests.reduce((total, one) => total + of(one), 0);
  const tokens = sum((one) => one.tokens);
  const output = sum((one) => one.answers) * spec.maxTokens;
  const price = PRICES[model];
  return {
    requests: requests.length,
    answers: open.reduce((total, { samples }) => total + samples.length, 0),
    tokens,
    ...(rateLimits && { minutes: minutesOf(requests.length, tokens, rateLimits) }),
    ...(price && { dollars: ((tokens - output) * price.input + output * price.output) / 1e6 }),
  };
}

interface Planned {
  tokens: number;
  answers: number;
}

/** A token is about four characters; a first answer that is sent back is at most its whole budget long. */
const CHARACTERS_PER_TOKEN = 4;

/** One request for all the answers; where they are rewritten, one more for each. */
function requestsFor(
  { condition, cell, samples }: Question,
  maxTokens: number,
  drafts: ReadonlySet<string>,
): Planned[] {
  const texts = [condition.system ?? "", cell.prompt];
  const request = (said: readonly string[], answers: number): Planned[] =>
    answers === 0 ? [] : [{ tokens: requestTokens(said, maxTokens, answers), answers }];
  if (condition.rewrite === undefined) return request(texts, samples.length);
  const sentBack = [...texts, "-".repeat(CHARACTERS_PER_TOKEN * maxTokens), condition.rewrite];
  const undrafted = samples.filter(({ id }) => !drafts.has(id)).length;
  return [...request(texts, undrafted), ...samples.flatMap(() => request(sentBack, 1))];
}

/** Minutes the tighter window enforces: the first window's worth goes out at once. */
function minutesOf(requests: number, tokens: number, limits: readonly RateLimit[]): number {
  const seconds = limits.map(({ key, count, renewalPeriod }) => {
    const amount = key === "token" ? tokens : requests;
    return Math.max(0, Math.ceil(amount / count) - 1) * renewalPeriod;
  });
  return Math.max(0, ...seconds) / 60;
}
