import { expect, test } from "vitest";
import { outcomeOf } from "../../../scripts/probe/text/outcome";

test.each([
  [{ finishReason: "stop", refusal: null, text: "A nurse cares." }, "answered"],
  [{ finishReason: "length", refusal: null, text: "A nurse ca" }, "answered"],
  [{ finishReason: "content_filter", refusal: null, text: "A nur" }, "filtered"],
  [{ finishReason: "prompt_filter", refusal: null, text: "" }, "filtered"],
  [{ finishReason: "stop", refusal: "I cannot.", text: "" }, "refused"],
  [
    { finishReason: "stop", refusal: null, text: " I’m sorry, but I can't help with that." },
    "refused",
  ],
  [{ finishReason: "length", refusal: null, text: "  \n" }, "empty"],
] as const)("%o is %s", (answer, expected) => {
  expect(outcomeOf(answer)).toBe(expected);
});
