import { describe, expect, it } from "vitest";
import { requireSimulated } from "../../../scripts/cloud/openai/gaps";

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
    { tools: [{ type: "function" }] },
    { response_format: { type: "json_object" } },
    { stream: true },
    { logprobs: true },
    { parallel_tool_calls: true },
    { data_sources: [{}] },
    { prediction: { type: "content", content: "x" } },
    { service_tier: "flex" },
  ])("for what the API has, %o, is not told as the caller's mistake", (more) => {
    expect(() => requireSimulated({ ...BASE, ...more })).toThrow(Object.keys(more)[0]);
  });

  it.each([
    { role: "tool", content: "3", tool_call_id: "1" },
    { role: "assistant", content: null, tool_calls: [{}] },
    { role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] },
  ])("with the message %o, too", (message) => {
    expect(() => requireSimulated({ messages: [message] })).toThrow("does not simulate");
  });

  it("of another form is left to the schema", () => {
    for (const body of [undefined, null, [], "x", { messages: 3 }, { unknown: 1 }])
      expect(requireSimulated(body)).toEqual(body);
  });
});
