import { OpenAI } from "openai";
import { expect, test } from "vitest";
import { classifyFailure } from "../../../scripts/probe/ask/failures";
import { DEFAULT_DIALECT } from "../../../scripts/probe/ask/dialect";
import { request } from "../../../scripts/probe/ask/request";
import type { ProbeTarget } from "../../../scripts/probe/ask/client";

const target = { openaiDeployment: "d", openaiEndpoint: "https://x" } as ProbeTarget;

test.each([
  ["text/html", "<html>Sign in</html>"],
  ["application/json", "<html>Sign in</html>"],
  ["application/json", ""],
  ["text/plain", "upstream error"],
])("an answer of %s that is no JSON may not come again: %j", async (type, body) => {
  const fetch = () =>
    Promise.resolve(new Response(body, { status: 200, headers: { "content-type": type } }));
  const client = new OpenAI({ apiKey: "k", baseURL: "https://x", maxRetries: 0, fetch });
  const { signal } = new AbortController();
  const options = { client, target, maxTokens: 5, signal };
  const messages = [{ role: "user" as const, content: "?" }];
  const error: unknown = await request(options, messages, 1, DEFAULT_DIALECT).catch(
    (thrown: unknown) => thrown,
  );
  expect(classifyFailure(error, target)).toMatchObject({ kind: "transient" });
});
