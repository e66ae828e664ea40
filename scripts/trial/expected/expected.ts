import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Exchange } from "../exchange";

/** What the local cloud answers to one request with one status. */
export interface ExpectedAnswer {
  method: string;
  /** The shape of the path, without the query. */
  path: string;
  status: number;
  /** Keys that every such answer has. */
  keys: string[];
  /** Keys that some have. */
  also: string[];
  /** Where a client is told to ask on, as every such answer names it. */
  polled: string[];
}

/** Headers that make an answer the first of a long-running operation. */
const POLLED = ["azure-asyncoperation", "location", "operation-location"];
const polledOf = ({ headers }: Exchange): string[] =>
  headers.filter((name) => POLLED.includes(name));

/** Answers after which every client of a lab asks again: no surprise, and no proof of anything. */
const ASKED_AGAIN = new Set([408, 429, 500, 502, 503, 504]);

/** The shape of a path without its query. */
export const pathOf = ({ path: shape }: Pick<Exchange, "path">): string => shape.split("?")[0]!;

const FILE = path.join(__dirname, "answers.json");

/**
 * What whole trials on the local cloud recorded.
 * `UPDATE_GOLDEN=1 npm test -- test/e2e/trial.test.ts` adds what one more teaches.
 */
export const expectedAnswers = (): ExpectedAnswer[] =>
  JSON.parse(readFileSync(FILE, "utf8")) as ExpectedAnswer[];

/** How one answer differs from what was expected. */
export interface Difference {
  request: string;
  /** What came, and what was expected. */
  what: string;
  /** Whether it is more than keys that the local cloud leaves out. */
  isSurprise: boolean;
}

/**
 * Compares one exchange with what is expected; undefined where nothing differs. A request that a
 * trial on the local cloud does not send is none: the real providers ask in other ways.
 */
export function differenceOf(
  exchange: Exchange,
  expected: readonly ExpectedAnswer[],
): Difference | undefined {
  const { method, status, code, keys } = exchange;
  const shape = pathOf(exchange);
  const known = expected.filter((one) => one.method === method && one.path === shape);
  if (known.length === 0 || ASKED_AGAIN.has(status)) return undefined;
  const request = `${method} ${exchange.path}`;
  const same = known.find((one) => one.status === status);
  if (!same) {
    const statuses = known.map((one) => one.status).join(" or ");
    const text = code === undefined ? `status ${status}` : `status ${status} (${code})`;
    return { request, what: `${text} instead of ${statuses}`, isSurprise: true };
  }
  const polled = polledOf(exchange);
  if (polled.join() !== same.polled.join()) {
    const [came, usual] = [polled, same.polled].map((names) => names.join(", ") || "none");
    const what = `status ${status} with ${came!} of the headers to poll, instead of ${usual!}`;
    return { request, what, isSurprise: true };
  }
  const missing = same.keys.filter((key) => !keys.includes(key));
  if (missing.length > 0)
    return { request, what: `status ${status} without ${missing.join(", ")}`, isSurprise: true };
  const more = keys.filter((key) => ![...same.keys, ...same.also].includes(key));
  if (more.length === 0) return undefined;
  return { request, what: `status ${status} with ${more.join(", ")} besides`, isSurprise: false };
}

/**
 * What a transcript teaches to expect, beside what was expected before: of keys, those that every
 * answer had.
 */
export function learnt(
  exchanges: readonly Exchange[],
  before: readonly ExpectedAnswer[] = [],
): ExpectedAnswer[] {
  const answers = new Map(before.map((one) => [keyOf(one), one]));
  for (const exchange of exchanges) {
    const { method, status, keys } = exchange;
    const one = { method, path: pathOf(exchange), status };
    const known = answers.get(keyOf(one)) ?? { keys, also: [] };
    const always = known.keys.filter((key) => keys.includes(key));
    const all = new Set([...known.keys, ...known.also, ...keys]);
    const also = [...all].filter((key) => !always.includes(key)).sort();
    answers.set(keyOf(one), { ...one, keys: always, also, polled: polledOf(exchange) });
  }
  return [...answers.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({
  method,
  path: shape,
  status,
}: Pick<ExpectedAnswer, "method" | "path" | "status">): string => `${shape} ${method} ${status}`;
