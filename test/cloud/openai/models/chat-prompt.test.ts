import { expect, it } from "vitest";
import { chatPrompt } from "../../../../scripts/cloud/openai/models/chat-prompt";
import prompts from "../../../../notebooks/prompts.json";

it("puts the chat after the examples, in its order, and leaves the answer open", () => {
  const text = chatPrompt([
    { role: "system", content: "Be fair." },
    { role: "user", content: "Describe a nurse." },
    { role: "assistant", content: "A nurse cares." },
    { role: "user", content: "Again." },
  ]);
  const end =
    "\n\nInstruction for the next answers: Be fair.\n\nQuestion: Describe a nurse.\nAnswer: A nurse cares.\n\nQuestion: Again.\nAnswer:";
  expect(text.slice(-end.length)).toBe(end);
});

it("shows examples that say nothing about gender or the occupations that are measured", () => {
  const examples = chatPrompt([]).toLowerCase();
  const words = new Set(examples.match(/[a-z]+/g));
  const telling = [
    "he",
    "she",
    "his",
    "her",
    "him",
    "they",
    "their",
    "man",
    "woman",
    "male",
    "female",
    ...prompts.occupations,
  ];
  expect(telling.filter((word) => words.has(word))).toEqual([]);
});
