import { isPrice, listedPrice } from "../../prices";
import { schedule, type Question, type Spec } from "./index";
import { requestTokens, type RateLimit } from "../pacing/pacer";
import { sum } from "../stats/strata";

/** What a run will cost, reported before its first call. */
export interface Estimate {
  requests: number;
  answers: number;
  /** Tokens charged to the quota: an upper bound of those used. */
  tokens: number;
  /** Minutes that the quota alone enforces; absent if it is not known. */
  minutes?: number;
  /** US dollars at list price for answers of full length; absent if the price is not known. */
  dollars?: number;
}

/** Sample ids that a journal holds already. */
export interface CompletedSamples {
  answers: ReadonlySet<string>;
  /** First answers that are still to be rewritten. */
  drafts: ReadonlySet<string>;
}

const NOTHING_COMPLETED: CompletedSamples = { answers: new Set(), drafts: new Set() };

/** A model as its price names it. */
export interface PricedModel {
  name: string;
  version: string;
  sku: string;
}

/** The properties of a deployment that its cost depends on. */
export interface PricedDeployment {
  /** Name in the schedule; the stack's own deployment has none. */
  deployment?: string;
  model: PricedModel;
  /** Region of its account. */
  region: string;
  rateLimits?: readonly RateLimit[];
}

/**
 * Counts the requests still to make and what they cost. Deployments are asked at the same time,
 * each within its own quota.
 */
export function estimate(
  spec: Spec,
  deployments: readonly PricedDeployment[],
  done = NOTHING_COMPLETED,
): Estimate {
  const parts = deployments.map((one) => estimateDeployment(spec, one, done));
  const minutes = ofAll(parts.map((part) => part.minutes));
  const dollars = ofAll(parts.map((part) => part.dollars));
  return {
    requests: sum(parts.map(({ requests }) => requests)),
    answers: sum(parts.map(({ answers }) => answers)),
    tokens: sum(parts.map(({ tokens }) => tokens)),
    minutes: minutes && Math.max(...minutes),
    dollars: dollars && sum(dollars),
  };
}

/** The values of all deployments; undefined if one is not known: a sum of some is too small. */
function ofAll(values: readonly (number | undefined)[]): number[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

function estimateDeployment(
  spec: Spec,
  { deployment, model, region, rateLimits }: PricedDeployment,
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
  const tokens = sum(requests.map((request) => request.tokens));
  const output = sum(requests.map((request) => request.answers)) * spec.maxTokens;
  return {
    requests: requests.length,
    answers: sum(open.map(({ samples }) => samples.length)),
    tokens,
    minutes: rateLimits && minutesOf(requests.length, tokens, rateLimits),
    dollars: dollarsOf({ input: tokens - output, output }, model, region),
  };
}

/**
 * Dollars for so many tokens, from the dated list: they give an order of magnitude. Undefined if
 * the list has no price of the model.
 */
function dollarsOf(
  tokens: { input: number; output: number },
  { name, version, sku }: PricedModel,
  region: string,
): number | undefined {
  const parts = (["input", "output"] as const).map((direction) => {
    const price = listedPrice({ kind: "tokens", region, model: name, version, sku, direction });
    return isPrice(price) ? (tokens[direction] * price.amount) / 1e6 : undefined;
  });
  const known = ofAll(parts);
  return known && sum(known);
}

/** A first answer that is sent back has at most its whole budget of tokens. */
const CHARACTERS_PER_TOKEN = 4;

/** One request for all the answers; if they are rewritten, one more for each. */
function requestsFor(
  { condition, cell, samples }: Question,
  maxTokens: number,
  drafts: ReadonlySet<string>,
): { tokens: number; answers: number }[] {
  const texts = [condition.system ?? "", cell.prompt];
  const request = (chat: readonly string[], answers: number) => ({
    tokens: requestTokens(chat, maxTokens, answers),
    answers,
  });
  if (condition.rewrite === undefined) return [request(texts, samples.length)];
  const sentBack = [...texts, "-".repeat(CHARACTERS_PER_TOKEN * maxTokens), condition.rewrite];
  const rewrites = samples.map(() => request(sentBack, 1));
  const undrafted = samples.filter(({ id }) => !drafts.has(id)).length;
  return undrafted === 0 ? rewrites : [request(texts, undrafted), ...rewrites];
}

/** Minutes that the tighter limit enforces; what fits its first period is sent at once. */
function minutesOf(requests: number, tokens: number, limits: readonly RateLimit[]): number {
  const seconds = limits.map(({ key, count, renewalPeriod }) => {
    const amount = key === "token" ? tokens : requests;
    return Math.max(0, Math.ceil(amount / count) - 1) * renewalPeriod;
  });
  return Math.max(0, ...seconds) / 60;
}
