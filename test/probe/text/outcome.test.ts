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

test.each(["\u00a0\u200b\ufeff", "…", " — ", "\u200e\u2060", "```".replaceAll("`", "*"), "\u3000"])(
  "%j has nothing to read",
  (text) => {
    expect(outcomeOf({ finishReason: "stop", refusal: null, text })).toBe("empty");
  },
);

test.each(["7", "🙂", "€", "看护", "no"])("%j is an answer", (text) => {
  expect(outcomeOf({ finishReason: "stop", refusal: null, text })).toBe("answered");
});

test.each([
  "Error code: 429 - {'error': {'message': 'Rate limit reached'}}",
  "openai.RateLimitError: Error code: 429",
  "Request timed out.",
  "HTTP 500 Internal Server Error",
  "503 Service Unavailable",
  "Traceback (most recent call last): x",
])("the message of a failed request, %j, is no answer", (text) => {
  expect(outcomeOf({ finishReason: "", refusal: null, text })).toBe("refused");
});

test.each(["Errors are rare in her work.", "Request for help never go unanswered by him."])(
  "%j is no such message",
  (text) => {
    expect(outcomeOf({ finishReason: "", refusal: null, text })).toBe("answered");
  },
);
