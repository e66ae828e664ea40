import { expect, test } from "vitest";
import type { ApiError } from "../../../scripts/cloud/core/errors";
import { requireLocalSource } from "../../../scripts/cloud/core/request-source";

const statusOf = (headers: Record<string, string>): number => {
  try {
    requireLocalSource(headers, 4001);
    return 200;
  } catch (error) {
    return (error as ApiError).status;
  }
};

test.each([
  [{ host: "127.0.0.1:4001" }, 200],
  [{ host: "LOCALHOST:4001" }, 200],
  [{ host: "127.0.0.1:4001", origin: "https://127.0.0.1:4001" }, 200],
  [{ host: "127.0.0.1:4001", origin: "https://localhost:4001" }, 200],
  [{}, 421],
  [{ host: "127.0.0.1" }, 421],
  [{ host: "127.0.0.1:4002" }, 421],
  [{ host: "rebound.example:4001" }, 421],
  [{ host: "127.0.0.1.example:4001" }, 421],
  [{ host: "127.0.0.1:4001", origin: "https://page.example" }, 403],
  [{ host: "127.0.0.1:4001", origin: "http://127.0.0.1:4001" }, 403],
  [{ host: "127.0.0.1:4001", origin: "https://127.0.0.1:4002" }, 403],
  [{ host: "127.0.0.1:4001", origin: "null" }, 403],
])("a request with %j is answered with %d", (headers, status) => {
  expect(statusOf(headers as Record<string, string>)).toBe(status);
});
