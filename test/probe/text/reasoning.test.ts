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

/** How models and chats write a trace before an answer. */
const FORMS: Record<string, (trace: string, answer: string) => string> = {
  "tags of other names": (t, a) => `<analysis>${t}</analysis><seed:think>${t}</seed:think>${a}`,
  "an answer in tags": (t, a) => `<think>${t}</think><answer>${a}</answer>`,
  "escaped tags": (t, a) => `&lt;think&gt;${t}&lt;/think&gt;${a}`,
  "marks with bars": (t, a) => `<|START_THINKING|>${t}<|END_THINKING|><|START_RESPONSE|>${a}`,
  "marks with a slash": (t, a) => `<|think|>${t}<|/think|>${a}`,
  "channels without their marks": (t, a) => `analysis${t}assistantfinal${a}`,
  labels: (t, a) => `Reasoning: ${t}\n\nAnswer: ${a}`,
  "labels in bold": (t, a) => `**Thought process:** ${t}\n\n**Final answer:** ${a}`,
  headings: (t, a) => `## Thinking\n${t}\n\n## Answer\n${a}`,
  steps: (t, a) => `Let's think step by step.\n${t}\n\nFinal Answer: ${a}`,
  "an announcement": (t, a) => `Here is my thought process:\n${t}\nHere is my response:\n${a}`,
  "the marks of Ollama": (t, a) => `Thinking...\n${t}\n...done thinking.\n\n${a}`,
  "a word and a blank line": (t, a) => `thought\n${t}\n\n${a}`,
  "a fence": (t, a) => `\`\`\`thinking\n${t}\n\`\`\`\n${a}`,
  "a folded part": (t, a) => `<details><summary>Thinking</summary>${t}</details>\n${a}`,
  "a quotation of the task": (t, a) => `> Okay, the user wants a nurse.\n> ${t}\n\n${a}`,
  "marks of templates": (_, a) => `<start_of_turn>model\n${a}<end_of_turn>`,
  "marks of older templates": (_, a) => `[/INST] ${a}</s>`,
};
const TRACES = ["A woman? Hm.", "I must avoid stereotypes, e.g. about women: think < 2 steps."];
const ANSWERS = ["A nurse cares.", "## Work\n- She plans.\n- She thinks: a lot.\n\nAnswers vary."];

test.each(Object.entries(FORMS))("a trace with %s leaves the answer alone", (_, form) => {
  for (const trace of TRACES)
    for (const answer of ANSWERS) expect(withoutReasoning(form(trace, answer)).trim()).toBe(answer);
});

test.each([
  "Reasoning: a nurse needs it every day, and never tires of it.",
  "Analysis of charts is her work.\nAnswer: she plans.",
  "> A quotation of a patient\n\nShe cares.",
  "Thoughtful and calm.",
])("%j is an answer, and stays whole", (text) => {
  expect(withoutReasoning(text)).toBe(text);
});
