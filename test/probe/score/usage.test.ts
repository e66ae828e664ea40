import { expect, test } from "vitest";
import type { RequestLine } from "../../../scripts/probe/journal";
import { usageByCondition } from "../../../scripts/probe/score/usage";
import { syntheticJournal } from "../../support/probe/synthetic";

const line = (
  condition: string,
  answers: number,
  tokens: number | null,
  seconds: number,
): RequestLine => ({
  type: "request",
  condition,
  answers,
  promptTokens: tokens,
  completionTokens: tokens === null ? null : 2 * tokens,
  seconds,
  at: "",
});

test("what each way of asking took is summed over its requests, the second calls of a rewriting one included", () => {
  const journal = syntheticJournal({ samples: 2, conditions: ["M0", "M5"] });
  const requests = [
    line("M0", 30, 100, 1.5),
    line("M5", 30, 100, 2),
    line("M5", 1, 60, 1),
    line("M5", 1, null, 1),
  ];
  expect(usageByCondition({ ...journal, requests })).toEqual([
    {
      condition: "M0",
      requests: 1,
      answers: 30,
      promptTokens: 100,
      completionTokens: 200,
      seconds: 1.5,
    },
    {
      condition: "M5",
      requests: 3,
      answers: 30,
      promptTokens: 160,
      completionTokens: 320,
      seconds: 4,
    },
  ]);
});

test("a journal that does not say costs nothing that is known", () => {
  const journal = syntheticJournal({ samples: 2 });
  expect(usageByCondition(journal)).toEqual([]);
  expect(usageByCondition({ ...journal, requests: [line("M0", 30, null, 1)] })).toEqual([
    { condition: "M0", requests: 1, answers: 30, seconds: 1 },
  ]);
});
