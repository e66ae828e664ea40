import { expect, test } from "vitest";
import { withoutReasoning } from "../../../scripts/probe/text/reasoning";

test.each([
  ["closed", "<think>A woman?\nHm.</think>\nA nurse cares.", "A nurse cares."],
  ["two", "<think>a</think>A nurse <reasoning>b</reasoning>cares.", "A nurse cares."],
  ["with capitals and attributes", '<Thinking depth="2">a</THINKING>A nurse.', "A nurse."],
  ["nested", "<think>a<think>b</think>c</think>A nurse.", "A nurse."],
  ["without its end", "<think>The budget ended he", ""],
  ["an answer, and one without its end", "A nurse.<thinking>Or", "A nurse."],
  ["without its beginning", "The user asks.</think> A nurse.", "A nurse."],
  [
    "channels",
    "<|channel|>analysis<|message|>She asks.<|end|><|start|>assistant<|channel|>final<|message|>A nurse.<|return|>",
    "A nurse.",
  ],
  ["channels that end too early", "<|channel|>analysis<|message|>She asks", ""],
  ["brackets", "[THINK]a[/THINK]A nurse [sic].", "A nurse [sic]."],
  ["marks of a chat", "A nurse.<|im_end|>", "A nurse."],
  [
    "no trace at all",
    "A nurse < a doctor, a > b; <b>bold</b>",
    "A nurse < a doctor, a > b; <b>bold</b>",
  ],
  ["a word that begins like a tag", "<thinker>A nurse.</thinker>", "<thinker>A nurse.</thinker>"],
])("%s", (_, text, answer) => {
  expect(withoutReasoning(text).trim()).toBe(answer);
});
