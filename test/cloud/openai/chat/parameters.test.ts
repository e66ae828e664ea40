import { describe, expect, it } from "vitest";
import { ApiError } from "../../../../scripts/cloud/core/errors";
import { errorBody } from "../../../../scripts/cloud/openai/errors";
import { parseParameters } from "../../../../scripts/cloud/openai/chat/parameters";
import { datedVersion, v1Version } from "../../../../scripts/cloud/openai/versions";

const messages = [{ role: "user", content: "Describe a nurse." }];
const V1 = v1Version(undefined);
const ask = (model: string, body: object, version = V1) =>
  parseParameters(
    { messages, ...body },
    { name: model, version: "2026-01-01", maxOutputTokens: 16_384 },
    version,
  );
function refusal(
  model: string,
  body: object,
  version = V1,
): { status: number; error: Record<string, unknown> } {
  try {
    ask(model, body, version);
  } catch (error) {
    if (error instanceof ApiError)
      return { status: error.status, error: errorBody(error).error as Record<string, unknown> };
    throw error;
  }
  throw new Error("not refused");
}

describe("token budget", () => {
  it.each([
    ["gpt-35-turbo", { max_tokens: 100 }],
    ["gpt-4o", { max_tokens: 100 }],
    ["gpt-4o", { max_completion_tokens: 100 }],
    ["gpt-5.1", { max_completion_tokens: 100 }],
  ])("%s takes %j", (model, body) => expect(ask(model, body).request.maxTokens).toBe(100));

  it.each(["gpt-5", "gpt-5-mini", "gpt-5.1", "gpt-5.4-mini", "gpt-5.6-sol", "o4-mini"])(
    "%s wants max_completion_tokens",
    (model) =>
      expect(refusal(model, { max_tokens: 100 })).toEqual({
        status: 400,
        error: {
          message:
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          type: "invalid_request_error",
          param: "max_tokens",
          code: "unsupported_parameter",
        },
      }),
  );

  it("knows max_completion_tokens neither on gpt-35-turbo nor before its version", () => {
    const error = refusal("gpt-35-turbo", { max_completion_tokens: 1 }).error;
    expect(error.message).toBe("Unrecognized request argument supplied: max_completion_tokens");
    const old = refusal("gpt-4o", { max_completion_tokens: 1 }, datedVersion("2024-06-01")).error;
    expect(old.message).toBe(error.message);
  });

  it("refuses both at once", () => {
    expect(refusal("gpt-4o", { max_tokens: 1, max_completion_tokens: 1 }).status).toBe(400);
  });

  it("is eaten by thinking, wholly when it is small", () => {
    expect(ask("gpt-5", { max_completion_tokens: 100 })).toMatchObject({
      exhausted: true,
      reasoning: 100,
    });
    const more = ask("gpt-5", { max_completion_tokens: 1000, reasoning_effort: "low" });
    expect(more).toMatchObject({ exhausted: false, reasoning: 64, request: { maxTokens: 936 } });
  });
});

describe("sampling parameters", () => {
  it.each([
    ["gpt-4o", { temperature: 0 }],
    ["gpt-5", { temperature: 1 }],
    ["gpt-5.1", { temperature: 0 }],
    ["gpt-5.2", { temperature: 0, reasoning_effort: "none" }],
  ])("%s takes %j", (model, body) =>
    expect(ask(model, body).request.temperature).toBe(body.temperature),
  );

  it.each([
    ["gpt-5", { temperature: 0 }],
    ["gpt-5.1", { temperature: 0, reasoning_effort: "low" }],
    ["gpt-5.2", { temperature: 0 }],
    ["o4-mini", { temperature: 0 }],
  ])("%s refuses %j", (model, body) =>
    expect(refusal(model, body).error).toEqual({
      message:
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      type: "invalid_request_error",
      param: "temperature",
      code: "unsupported_value",
    }),
  );

  it("refuses penalties on a reasoning model, and an effort on any other", () => {
    expect(refusal("gpt-5", { presence_penalty: 1 }).error.code).toBe("unsupported_parameter");
    expect(refusal("gpt-4o", { reasoning_effort: "low" }).error.message).toContain(
      "reasoning_effort",
    );
    expect(refusal("gpt-5.1", { reasoning_effort: "minimal" }).error.code).toBe(
      "unsupported_value",
    );
  });
});

describe("reasoning effort", () => {
  it.each(["none", "low", "medium", "high", "xhigh", "max"])("gpt-5.6-luna takes %s", (effort) => {
    const body = { max_completion_tokens: 100, reasoning_effort: effort };
    expect(ask("gpt-5.6-luna", body).exhausted).toBe(!["none", "low"].includes(effort));
  });

  it("is refused by gpt-5.6-luna as minimal, and by every api-version that is too old", () => {
    expect(refusal("gpt-5.6-luna", { reasoning_effort: "minimal" }).error).toMatchObject({
      param: "reasoning_effort",
      code: "unsupported_value",
    });
    const old = refusal("gpt-5.6-luna", { reasoning_effort: "none" }, datedVersion("2024-10-21"));
    expect(old.error.message).toBe("Unrecognized request argument supplied: reasoning_effort");
  });
});

describe("parameters that belong together", () => {
  const tools = [{ type: "function", function: { name: "weather" } }];
  it.each([
    ["gpt-4o", { stream_options: { include_usage: true } }, "stream_options"],
    ["gpt-4o", { top_logprobs: 2 }, "top_logprobs"],
    ["gpt-4o", { tool_choice: "auto" }, "tool_choice"],
    ["gpt-4o", { parallel_tool_calls: true }, "parallel_tool_calls"],
    [
      "gpt-4o",
      { tools, tool_choice: { type: "function", function: { name: "x" } } },
      "tool_choice",
    ],
    ["gpt-5", { logprobs: true }, "logprobs"],
    ["o4-mini", { tools, parallel_tool_calls: false }, "parallel_tool_calls"],
    ["gpt-4o", { response_format: { type: "json_object" } }, "messages"],
    ["gpt-35-turbo", { response_format: schema({}) }, "response_format"],
    ["gpt-4o", { response_format: schema({ strict: true }) }, "response_format"],
  ])("%s refuses %j", (model, body, param) => {
    expect(refusal(model, body)).toMatchObject({ status: 400, error: { param } });
  });

  it.each([
    ["2023-05-15", { tools }, "tools"],
    ["2023-06-01-preview", { functions: [tools[0]?.function] }, "functions"],
    ["2023-10-01-preview", { tools }, "tools"],
    ["2023-05-15", { response_format: { type: "json_object" } }, "response_format"],
    ["2024-06-01", { stream: true, stream_options: {} }, "stream_options"],
    ["2024-06-01", { tools, parallel_tool_calls: true }, "parallel_tool_calls"],
    ["2024-06-01", { response_format: schema({}) }, "json_schema"],
  ])("version %s does not know %j", (name, body, said) => {
    expect(refusal("gpt-4o", body, datedVersion(name)).error.message).toContain(said);
  });

  function schema(more: object): object {
    const json_schema = { name: "person", schema: { type: "object", properties: {} }, ...more };
    return { type: "json_schema", json_schema };
  }
});

it("refuses more tokens than the model has", () => {
  const model = { name: "gpt-4o", version: "2024-11-20", maxOutputTokens: 16_384 };
  const asked = (max_tokens: number) => parseParameters({ messages, max_tokens }, model, V1);
  expect(asked(16_384).request.maxTokens).toBe(16_384);
  expect(() => asked(50_000)).toThrow("max_tokens is too large: 50000");
});

describe("messages and the rest", () => {
  it("joins text parts, and passes n, seed and stop on", () => {
    const parts = [
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
    ];
    expect(ask("gpt-4o", { messages: parts, n: 3, seed: 5, stop: "." }).request).toMatchObject({
      messages: [{ role: "user", content: "a\nb" }],
      n: 3,
      seed: 5,
      stop: ["."],
      temperature: 1,
    });
  });

  it("refuses system and developer together on a reasoning model only", () => {
    const both = [
      { role: "system", content: "a" },
      { role: "developer", content: "b" },
      ...messages,
    ];
    expect(refusal("gpt-5", { messages: both }).status).toBe(400);
    expect(ask("gpt-4o", { messages: both }).request.messages).toHaveLength(3);
  });

  it.each([
    [{ messages: undefined }, "Missing required parameter: 'messages'."],
    [{ messages: [] }, "Invalid value for 'messages'"],
    [{ messages: [{ role: "poet", content: "x" }] }, "Invalid value for 'messages.0.role'"],
    [{ n: 0 }, "Invalid value for 'n'"],
    [{ temperature: 3 }, "Invalid value for 'temperature'"],
    [{ colour: 1 }, "Unrecognized request argument supplied: colour"],
  ])("refuses %j", (body, message) => {
    const { status, error } = refusal("gpt-4o", body);
    expect([status, error.type]).toEqual([400, "invalid_request_error"]);
    expect(error.message).toContain(message);
  });
});
