import { expect, test } from "vitest";
import { retryAfter } from "../../../scripts/probe/pacing/retry-after";

const headers = (values: Record<string, string>) => (name: string) => values[name];

test.each([
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "9" }, 9000],
  [{ "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" }, 30_000],
  [{ "x-ratelimit-reset-tokens": "12", "x-ratelimit-reset-requests": "3" }, 12_000],
  [{ "x-rate-limit-reset-tokens": "7" }, 7000],
  [{ "retry-after": "soon" }, undefined],
])("%o asks to wait %s ms", (values, expected) => {
  expect(retryAfter(headers(values), Date.parse("2026-11-23T12:00:00Z"))).toBe(expected);
});
