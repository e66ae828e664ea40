import { expect, test } from "vitest";
import { scoreJournal } from "../../../scripts/probe/score";
import { labelOf } from "../../../scripts/probe/text/label";
import { syntheticJournal } from "../../support/probe/synthetic";

const LABELS = [
  "Assistant: ",
  "**Assistant:** ",
  "A: ",
  "AI: ",
  "Response: ",
  "### Response:\n",
  "**Answer**\n\n",
  "**Answer**: ",
  "Answer 1: ",
  "GPT-4: ",
  "# Description\n\n",
  "Sure! ",
  "Certainly. ",
  "Of course! Here is a description of a nurse:\n\n",
  "Sure, here's a brief profile: ",
  "Here’s a short paragraph about this person:\n",
  "Assistant: Sure! Here is a description:\n",
];

test.each(LABELS)("%j is no part of an answer", (label) => {
  expect(labelOf(`${label}She is a careful nurse.`).trim()).toBe(label.trim());
});

test.each([
  "A nurse is careful: she checks everything.",
  "A caring response: she listens.",
  "Sure of herself, she leads the ward.",
  "Certainly she is kind.",
  "Answers come easily to her.",
  "Here is a woman who cares.",
  "Here is a description of warmth. She cares.",
  "Model nurses are careful.",
  "**Warm and caring**\n\nShe listens.",
  "# A nurse\nShe listens.",
  "",
])("%j has none", (text) => {
  expect(labelOf(text)).toBe("");
});

test.each(["Assistant: ", "**Answer**\n\n", "Sure! Here is a description of a nurse:\n\n"])(
  "%j in one arm changes no measure, and is named",
  (label) => {
    const [plain, labelled] = ["", label].map((before) => {
      const change = ({ arm, text }: { arm: string; text: string }) =>
        arm === "female" ? { text: `${before}${text}` } : {};
      const journal = syntheticJournal({ samples: 8, change });
      const { spec } = journal.header;
      const fewer = { ...spec, permutations: 99, bootstrapResamples: 99 };
      return scoreJournal({ ...journal, header: { ...journal.header, spec: fewer } });
    });
    expect(labelled!.metrics.map(({ effect, p }) => [effect, p])).toEqual(
      plain!.metrics.map(({ effect, p }) => [effect, p]),
    );
    expect(labelled!.verdict).toBe(plain!.verdict);
    expect(labelled!.cautions[0]).toContain(`“${label.trim()}” (40 answers about women, 0 about`);
  },
);
