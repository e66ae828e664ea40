import { describe, expect, it } from "vitest";
import { requireSimulated } from "../../../../scripts/cloud/openai/chat/gaps";

const BASE = { messages: [{ role: "user", content: "Hello" }] };

describe("a chat request", () => {
  it.each([
    { model: null, user: null, tools: null, response_format: null, stream_options: null },
    { tools: [], functions: [], stream: false, logprobs: false },
    { response_format: { type: "text" }, modalities: ["text"], service_tier: "auto" },
  ])("that asks for the default, %o, asks for nothing", (more) => {
    expect(requireSimulated({ ...BASE, ...more })).toEqual(BASE);
  });

  it.each([
    { tools: [{ type: "custom", custom: { name: "x" } }] },
    { tools: [{ type: "function", function: { parameters: { pattern: "x" } } }] },
    { tool_choice: { type: "allowed_tools" } },
    { response_format: { type: "json_schema", json_schema: { schema: { not: {} } } } },
    { data_sources: [{}] },
    { prediction: { type: "content", content: "x" } },
    { service_tier: "flex" },
  ])("for what the API has, %o, is not told as the caller's mistake", (more) => {
    expect(() => requireSimulated({ ...BASE, ...more })).toThrow("does not simulate");
  });

  it("with an image, too", () => {
    const content = [{ type: "image_url", image_url: { url: "x" } }];
    const messages = [{ role: "user", content }];
    expect(() => requireSimulated({ messages })).toThrow("message parts of the type image_url");
  });

  it("of another form is left to the schema", () => {
    for (const body of [undefined, null, [], "x", { messages: 3 }, { unknown: 1 }])
      expect(requireSimulated(body)).toEqual(body);
  });
});
