import { expect, test } from "vitest";
import { requestedDelay } from "../../../infra/azure/retry-after";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test.each([
  [
    { "retry-after-ms": "250", "retry-after": "9" },
    { ms: 250, exact: true },
  ],
  [{ "x-ms-retry-after-ms": "40" }, { ms: 40, exact: true }],
  [{ "retry-after": "3600" }, { ms: 3_600_000, exact: false }],
  [{ "retry-after": "0" }, { ms: 0, exact: false }],
  [{ "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" }, { ms: 30_000, exact: false }],
  [{ "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }, { ms: 0, exact: false }],
  [
    {
      "retry-after": "Mon, 23 Nov 2026 15:00:10 GMT",
      date: "Mon, 23 Nov 2026 15:00:00 GMT",
    },
    { ms: 10_000, exact: false },
  ],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "", "retry-after-ms": "x" }, undefined],
  [{}, undefined],
] as [Record<string, string>, unknown][])("%j asks for %j", (headers, expected) => {
  expect(requestedDelay((name) => headers[name], NOW)).toEqual(expected);
});
