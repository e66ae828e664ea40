import { describe, expect, it } from "vitest";
import { chooseCalls } from "../../../../scripts/cloud/openai/chat/choose-calls";
import type { ToolUse } from "../../../../scripts/cloud/openai/chat/tools";

const number = { type: "number" };
const functions = [
  {
    name: "get_weather",
    description: "Weather of a city",
    parameters: { properties: { city: {} } },
  },
  {
    name: "multiply",
    description: "The product",
    parameters: { properties: { a: number, b: number } },
  },
];
const called = (question: string, more: Partial<ToolUse> = {}, after: "user" | "tool" = "user") =>
  chooseCalls(
    [
      { role: "user", content: question },
      ...(after === "tool" ? [{ role: after, content: "1" }] : []),
    ],
    { functions, choice: "auto", parallel: true, legacy: false, ...more },
  ).map(({ name }) => name);

describe("the functions of an answer", () => {
  it("are those that the question is about", () => {
    expect(called("What is the weather in Paris?")).toEqual(["get_weather"]);
    expect(called("What is 3 times 12?")).toEqual(["multiply"]);
    expect(called("Describe a female engineer.")).toEqual([]);
  });

  it("are one where parallel calls are off, and none after a result", () => {
    const both = "Multiplied by 2 and 3, what is the weather of 10 cities?";
    expect(called(both)).toHaveLength(2);
    expect(called(both, { parallel: false })).toHaveLength(1);
    expect(called(both, {}, "tool")).toEqual([]);
  });

  it("are the caller's choice", () => {
    expect(called("What is the weather?", { choice: "none" })).toEqual([]);
    expect(called("Describe a nurse.", { choice: "required" })).toHaveLength(1);
    expect(called("weather", { choice: { name: "multiply" } })).toEqual(["multiply"]);
  });
});
