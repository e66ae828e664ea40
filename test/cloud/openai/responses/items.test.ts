import { expect, it } from "vitest";
import { itemsOf, messagesOf } from "../../../../scripts/cloud/openai/responses/items";

it("reads a text, messages, calls and results as a chat", () => {
  const call = (call_id: string) => ({
    type: "function_call",
    call_id,
    name: "f",
    arguments: "{}",
  });
  const items = itemsOf([
    { role: "user", content: [{ type: "input_text", text: "a" }] },
    { type: "reasoning", summary: [] },
    call("1"),
    call("2"),
    { type: "function_call_output", call_id: "1", output: "x" },
  ]);
  const tool = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
  expect(messagesOf([...itemsOf("hello"), ...items])).toEqual([
    { role: "user", content: "hello" },
    { role: "user", content: "a" },
    { role: "assistant", content: null, tool_calls: [tool("1"), tool("2")] },
    { role: "tool", tool_call_id: "1", content: "x" },
  ]);
});

it.each([
  [[{ type: "item_reference", id: "x" }], "input items of the type item_reference"],
  [[{ role: "user", content: [{ type: "input_image" }] }], "parts of the type input_image"],
])("says that %j is not simulated", (input, said) => {
  expect(() => messagesOf(itemsOf(input))).toThrow(said);
});
