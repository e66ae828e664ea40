import { describe, expect, it } from "vitest";
import { Messages, readMessages } from "../../../../scripts/cloud/openai/chat/messages";

const read = (messages: object[]) => readMessages(Messages.parse(messages));
const USER = { role: "user", content: "What is the weather in Paris?" };
const call = (id: string) => ({
  id,
  type: "function",
  function: { name: "weather", arguments: '{"city":"Paris"}' },
});
const CALLS = { role: "assistant", content: null, tool_calls: [call("a"), call("b")] };
const result = (id: string) => ({ role: "tool", tool_call_id: id, content: "sunny" });

describe("messages", () => {
  it("have calls and results as text", () => {
    expect(read([USER, CALLS, result("b"), result("a")])).toEqual([
      USER,
      { role: "assistant", content: 'weather({"city":"Paris"})\nweather({"city":"Paris"})' },
      { role: "tool", content: "sunny" },
      { role: "tool", content: "sunny" },
    ]);
    const legacy = { role: "assistant", content: null, function_call: call("a").function };
    expect(
      read([USER, legacy, { role: "function", name: "weather", content: "sunny" }])[2],
    ).toEqual({ role: "tool", content: "sunny" });
  });

  it.each([
    ["a result without a call", [USER, result("a")], "must be a response to a preceeding message"],
    ["a result of another call", [USER, CALLS, result("c")], "must be a response"],
    ["a call without its result", [USER, CALLS, result("a"), USER], "response messages: b"],
    ["calls at the end", [USER, CALLS], "response messages: a, b"],
    ["no content", [{ role: "user", content: null }], "expected a string, got null"],
  ])("are refused with %s", (_name, messages, said) => {
    expect(() => read(messages)).toThrow(said);
  });
});
