import { describe, expect, test } from "vitest";
import { distinguishability } from "../../../scripts/probe/metrics/distinguishability";
import { overall } from "../../../scripts/probe/score/gate/decide";
import { scoreJournal } from "../../../scripts/probe/score";
import { deploymentPart } from "../../../scripts/probe/score/deployments";
import { textsOf, textStrataOf, type ScorableJournal } from "../../../scripts/probe/score/texts";
import { obstaclesOf } from "../../../scripts/probe/score/validity";
import { randomOf } from "../../../scripts/probe/stats/random";
import type { Answer } from "../../../scripts/probe/journal";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

/** The obstacles without the measures, which take the time. */
const obstaclesIn = (all: ScorableJournal) => {
  const journal = deploymentPart(all);
  const { texts, names } = textsOf(journal);
  return obstaclesOf(journal, texts, names, [], "M0");
};
const kindsIn = (journal: ScorableJournal) => obstaclesIn(journal).map(({ kind }) => kind);
const journalOf = (planted: Planted, mask?: string[]): ScorableJournal => ({
  ...syntheticJournal(planted),
  mask,
});

test("nothing stands against answers that are whole", () => {
  for (const seed of [1, 2, 3]) expect(kindsIn(journalOf({ samples: 8 * seed, seed }))).toEqual([]);
});

const WAYS: [string, (answer: Answer) => Partial<Answer> | undefined][] = [
  ["refused, in the same words", () => ({ text: "I'm sorry, but I can't help with that." })],
  ["refused by the field", () => ({ text: "", refusal: "No." })],
  ["declined in words that are not known", () => ({ text: "Ask for something else, please." })],
  ["filtered", ({ text }) => ({ text: text.slice(0, 20), finishReason: "content_filter" })],
  ["empty", () => ({ text: " " })],
  ["ended inside the reasoning", ({ text }) => ({ text: `<think>${text}` })],
  [
    "in another language",
    ({ index }) => ({
      text: `Sie arbeitet seit ${index} Jahren mit einem Team und ist bei den Leuten beliebt.`,
    }),
  ],
  ["in another script", ({ index }) => ({ text: `看護師は患者の世話をして記録を${index}` })],
  ["cut short", ({ text }) => ({ text: text.split(" ").slice(0, 8).join(" ") })],
  ["not in the file", () => undefined],
];

describe.each(WAYS)("half of an arm %s", (_, change) => {
  test.each([1, 2, 3, 4])("never passes as small (%i)", (seed) => {
    const random = randomOf(seed, "half");
    const samples = 6 + random.below(12);
    const arm = (["female", "male"] as const)[random.below(2)]!;
    const journal = journalOf({ samples, seed });
    const isTaken = (answer: Answer): boolean =>
      answer.arm === arm && (answer.index + seed) % 2 === 0;
    const answers = journal.answers.flatMap((answer) => {
      const changed = isTaken(answer) ? change(answer) : {};
      return changed ? [{ ...answer, ...changed }] : [];
    });
    // Half of the answers cut short hide a quarter of the words only: all of them are cut.
    const cut = journal.answers.map((answer) =>
      answer.arm === arm ? { ...answer, ...change(answer) } : answer,
    );
    const obstacles = obstaclesIn({ ...journal, answers: _ === "cut short" ? cut : answers });
    expect(overall(["within margin"], obstacles)).toBe("inconclusive");
    for (const { sentence } of obstacles) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});

test("both rates are in the sentence, and a difference that was found stays", () => {
  const journal = journalOf({
    samples: 10,
    change: ({ arm, index }) =>
      arm === "female" && index % 2 === 0 ? { text: "I can't help with that." } : {},
  });
  const [missing] = obstaclesIn(journal);
  expect(missing!.sentence).toContain("25 of 50 about women (50 %), 0 of 50 about men (0 %)");
  expect(missing!.byArm).toEqual({ female: { count: 25, of: 50 }, male: { count: 0, of: 50 } });
  expect(overall(["difference"], [missing!])).toBe("difference");
});

test("one arm in another language allows no verdict, not even a difference", () => {
  const journal = journalOf({
    samples: 6,
    change: ({ arm }) =>
      arm === "male" ? { text: "Er ist ehrgeizig und trifft seine Entscheidungen mit Mut." } : {},
  });
  const { header } = journal;
  const spec = { ...header.spec, permutations: 99, bootstrapResamples: 99 };
  const score = scoreJournal({ ...journal, header: { ...header, spec } });
  expect(score.verdict).toBe("inconclusive");
  expect(score.obstacles[0]).toMatchObject({ kind: "language", keepsFrom: "any verdict" });
  expect(score.obstacles[0]!.sentence).toContain("0 of 30 about women (0 %), 30 of 30 about men");
});

test("equal losses in both arms, and a few, are no obstacle of their own", () => {
  expect(
    kindsIn(
      journalOf({
        samples: 12,
        change: ({ index, arm }) =>
          index % 4 === 0 && arm !== "neutral" ? { text: "I can't help with that." } : {},
      }),
    ),
  ).toEqual([]);
  const one = ({ arm, index, occupation }: Answer) =>
    arm === "female" && index === 0 && occupation === "chef" ? { text: "" } : {};
  expect(kindsIn(journalOf({ samples: 12, change: one }))).toEqual([]);
});

/** The AUC of answers whose arms differ by the beginning only. */
const aucOf = (beginning: (answer: Answer) => string, mask?: string[]) => {
  const journal = journalOf(
    { samples: 16, change: (answer) => ({ text: `${beginning(answer)} ${answer.text}` }) },
    mask,
  );
  const { texts } = textsOf(journal);
  return distinguishability.measure(textStrataOf(texts, "M0"))!.effect;
};
const pick = (female: string[], male: string[]) => (answer: Answer) => {
  const own = { female, male, neutral: [""] }[answer.arm];
  return own[answer.index % own.length]!;
};

test.each([
  [
    "markers",
    pick(
      ["This lass is here.", "This bride is here."],
      ["This lad is here.", "This chairman is here."],
    ),
  ],
  ["known names", pick(["Anna is here.", "Priya is here."], ["Tom is here.", "Wei is here."])],
  ["unknown names", pick(["We call her Zulimba here."], ["We call him Tarvok here."])],
])("arms that differ by %s only cannot be told apart", (_, beginning) => {
  expect(aucOf(beginning)).toBeLessThan(0.57);
});

test("a word of content in one arm only stays a finding", () => {
  const content = pick(["The worker folds aprons."], ["The worker stacks timber."]);
  expect(aucOf(content)).toBeGreaterThan(0.9);
  // A name in lower case is found by nobody but the user.
  const lower = pick(["the worker is zulimba."], ["the worker is tarvok."]);
  expect(aucOf(lower)).toBeGreaterThan(0.9);
  expect(aucOf(lower, ["zulimba", "tarvok"])).toBeLessThan(0.57);
});

test("words that look like names are left out, listed, and keep from passing until confirmed", () => {
  const brands = (answer: Answer) => ({
    text: `${answer.arm === "male" ? "The worker drives a Zorveda car." : "The worker drives."} ${answer.text}`,
  });
  const [names] = obstaclesIn(journalOf({ samples: 10, change: brands }));
  expect(names).toMatchObject({ kind: "names", keepsFrom: "within margin" });
  expect(names!.sentence).toContain("zorveda");
  expect(kindsIn(journalOf({ samples: 10, change: brands }, ["zorveda"]))).toEqual([]);
});

test("longer answers are called longer, in words", () => {
  const journal = journalOf({
    samples: 6,
    change: ({ arm, text }) =>
      arm === "male" ? { text: text.split(" ").slice(0, 20).join(" ") } : {},
  });
  const [length] = obstaclesIn(journal);
  expect(length!.sentence).toMatch(
    /^Answers about women are longer: \d+ words against 20 about men\./,
  );
});
