import { describe, expect, it } from "vitest";
import {
  chatOf,
  parseResponse,
  requireSimulatedResponse,
} from "../../../../scripts/cloud/openai/responses/request";

const BASE = { model: "d", input: "hello" };

describe("a request", () => {
  it("becomes a chat", () => {
    const asked = parseResponse({
      ...BASE,
      instructions: "Be brief.",
      max_output_tokens: 50,
      reasoning: { effort: "low" },
      text: { format: { type: "json_schema", name: "x", schema: {} } },
      tools: [{ type: "function", name: "f", parameters: {} }],
      tool_choice: { type: "function", name: "f" },
    });
    expect(chatOf(asked, [{ role: "user", content: "hello" }])).toMatchObject({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "hello" },
      ],
      max_completion_tokens: 50,
      reasoning_effort: "low",
      response_format: { type: "json_schema", json_schema: { name: "x", schema: {} } },
      tools: [{ type: "function", function: { name: "f", parameters: {} } }],
      tool_choice: { type: "function", function: { name: "f" } },
    });
  });

  it.each([
    { background: true, stream: true },
    { conversation: "c" },
    { include: ["file_search_call.results"] },
    { reasoning: { summary: "auto" } },
    { tools: [{ type: "web_search" }] },
    { tool_choice: { type: "file_search" } },
  ])("for what the API has, %j, is not told as the caller's mistake", (more) => {
    expect(() => requireSimulatedResponse({ ...BASE, ...more })).toThrow("does not simulate");
    expect(() =>
      requireSimulatedResponse({ ...BASE, background: false, include: [] }),
    ).not.toThrow();
  });

  it("is refused with an unknown parameter, or without its input", () => {
    expect(() => parseResponse({ ...BASE, colour: 1 })).toThrow("Unknown parameter: 'colour'.");
    expect(() => parseResponse({ model: "d" })).toThrow("Missing required parameter: 'input'.");
  });
});
