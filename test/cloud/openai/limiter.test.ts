import { beforeEach, describe, expect, it } from "vitest";
import type { RateLimit } from "../../../scripts/cloud/azure/entities";
import { Store } from "../../../scripts/cloud/core/store";
import { type Decision, estimateTokens, Limiter } from "../../../scripts/cloud/openai/limiter";

/** 5,000 tokens a minute and 5 requests in 10 seconds: capacity 5 of a 1:1 model with slices of 10 s. */
const LIMITS: RateLimit[] = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];
let now: number;
let limiter: Limiter;
const ask = (tokens: number, deployment = "d"): Decision =>
  limiter.admit(deployment, LIMITS, tokens);
const header = ({ headers }: Decision, name: string): number =>
  Number(headers[`x-ratelimit-${name}`]);

beforeEach(() => {
  now = 600_000;
  limiter = new Limiter(new Store().collection("openai/usage"), () => now);
});

it("estimates by characters and by all that may be generated", () => {
  expect(estimateTokens(41, 100, 8)).toBe(11 + 800);
  expect(estimateTokens(0, undefined, 2)).toBe(32);
});

describe("tokens", () => {
  it("admits up to the limit, then refuses until the minute is over", () => {
    expect(ask(4000).refused).toBeUndefined();
    expect(ask(1000).refused).toBeUndefined();
    now += 15_500;
    expect(ask(1).refused).toEqual({ limit: "token", retryAfterMs: 44_500 });
    now += 44_499;
    expect(ask(1).refused).toEqual({ limit: "token", retryAfterMs: 1 });
    now += 1;
    expect(ask(5000).refused).toBeUndefined();
  });

  it("does not charge a refused request", () => {
    ask(4500);
    expect(ask(600).refused?.limit).toBe("token");
    expect(header(ask(500), "remaining-tokens")).toBe(0);
  });

  it("says 86,400 seconds to what can never fit, and admits what just fits", () => {
    expect(ask(5001).refused).toEqual({ limit: "token", retryAfterMs: 86_400_000 });
    expect(ask(5000).refused).toBeUndefined();
  });
});

describe("requests", () => {
  it("admits five in a slice of ten seconds, not five in a row of any ten", () => {
    now += 9_000;
    for (let i = 0; i < 5; i++) expect(ask(1).refused).toBeUndefined();
    expect(ask(1).refused).toEqual({ limit: "call", retryAfterMs: 1_000 });
    now += 1_000;
    for (let i = 0; i < 5; i++) expect(ask(1).refused).toBeUndefined();
    expect(ask(1).refused).toEqual({ limit: "call", retryAfterMs: 10_000 });
  });

  it("counts refused requests too", () => {
    for (let i = 0; i < 5; i++) expect(ask(6000).refused?.limit).toBe("token");
    expect(ask(1).refused?.limit).toBe("call");
  });
});

it("keeps deployments apart", () => {
  ask(5000, "a");
  expect(ask(5000, "b").refused).toBeUndefined();
});

it("tells limits, rests and resets in whole seconds", () => {
  now += 100;
  expect(ask(1200).headers).toEqual({
    "x-ratelimit-limit-tokens": "5000",
    "x-ratelimit-remaining-tokens": "3800",
    "x-ratelimit-reset-tokens": "60",
    "x-ratelimit-limit-requests": "5",
    "x-ratelimit-remaining-requests": "4",
    "x-ratelimit-reset-requests": "10",
  });
});

it("follows limits that change in the middle of a minute", () => {
  ask(4000);
  const less = LIMITS.map((limit) => (limit.key === "token" ? { ...limit, count: 3000 } : limit));
  expect(limiter.admit("d", less, 100).refused?.limit).toBe("token");
});
