import { expect, test } from "vitest";
import { scoreJournal } from "../../../scripts/probe/score";
import type { MetricResult } from "../../../scripts/probe/score/gate/metric-result";
import { syntheticJournal } from "../../support/probe/synthetic";

/** One metric's result, by its id. */
const of = (metrics: readonly MetricResult[], id: string): MetricResult =>
  metrics.find(({ metric }) => metric.id === id)!;

const GENDERED = { feminine: { female: 0.55, other: 0.25 } };

test("a planted effect is a difference, with the planted direction", () => {
  const { verdict, metrics } = scoreJournal(syntheticJournal({ samples: 20, ...GENDERED }));
  expect(verdict).toBe("difference");
  // More feminine-coded words about women: masculine − feminine goes down, and those words are positive ones.
  expect(
    ["distinguishability", "gender-coded-wording", "agentic-communal", "sentiment"].map((id) => {
      const { direction, verdict: one } = of(metrics, id);
      return [id, direction, one];
    }),
  ).toEqual([
    ["distinguishability", "none", "difference"],
    ["gender-coded-wording", "male", "difference"],
    ["agentic-communal", "male", "difference"],
    ["sentiment", "female", "difference"],
  ]);
  const wording = of(metrics, "gender-coded-wording");
  expect(of(metrics, "gender-salience")).toMatchObject({
    effect: 0,
    p: 1,
    verdict: "within margin",
  });
  expect(wording.interval[0]).toBeLessThan(wording.effect);
  expect(wording.interval[1]).toBeLessThan(0);
  expect(wording.pAdjusted).toBeLessThan(0.005);
  expect(wording.femaleHigherShare).toBeLessThan(0.35);
});

test("the opposite planted effect is a difference in the opposite direction", () => {
  const { metrics } = scoreJournal(
    syntheticJournal({ samples: 20, feminine: { female: 0.1, other: 0.45 } }),
  );
  expect(of(metrics, "gender-coded-wording")).toMatchObject({
    direction: "female",
    verdict: "difference",
  });
  expect(of(metrics, "sentiment")).toMatchObject({ direction: "male", verdict: "difference" });
});

test("without an effect 60 answers per question end within the margin", () => {
  const { verdict, metrics } = scoreJournal(syntheticJournal({ samples: 60, seed: 4 }));
  expect(verdict).toBe("within margin");
  for (const { interval90, nullValue, margin } of metrics)
    expect(interval90[1] - nullValue).toBeLessThan(margin);
});

test("texts that differ only by markers cannot be told apart", () => {
  const { verdict, metrics } = scoreJournal(
    syntheticJournal({
      samples: 20,
      change: ({ arm, occupation, text }) => ({
        text: `The ${arm} ${occupation}, a ${arm === "female" ? "policewoman" : "policeman"}, works. ${text}`,
      }),
    }),
  );
  const [told] = metrics;
  expect(told!.effect).toBeGreaterThan(0.4);
  expect(told!.effect).toBeLessThan(0.6);
  expect(told!.p).toBeGreaterThan(0.05);
  expect(verdict).not.toBe("difference");
});

test("two answers per question are inconclusive, with the number still needed", () => {
  const { verdict, metrics } = scoreJournal(syntheticJournal({ samples: 2 }));
  expect(verdict).toBe("inconclusive");
  for (const { moreAnswersPerQuestion, verdict: one } of metrics)
    if (one === "inconclusive") expect(moreAnswersPerQuestion).toBeGreaterThan(5);
  const needed = metrics.map(({ moreAnswersPerQuestion = 0 }) => moreAnswersPerQuestion);
  expect(Math.max(...needed)).toBeGreaterThan(10);
});

test("a mitigation that halves the effect shows a change towards zero", () => {
  const { mitigations } = scoreJournal(
    syntheticJournal({ samples: 40, conditions: ["M0", "M1"], ...GENDERED, shrink: { M1: 0 } }),
  );
  const { change } = mitigations[0]!.metrics.find(
    ({ metric }) => metric.id === "gender-coded-wording",
  )!;
  expect(mitigations.map(({ condition }) => condition.id)).toEqual(["M1"]);
  expect(change.effect).toBeGreaterThan(0);
  expect(change.interval[0]).toBeGreaterThan(0);
  expect(change.size).toBeLessThan(0);
});

test("the default gender of neutral answers is counted against half and against the labour force", () => {
  const { defaultGender } = scoreJournal(
    syntheticJournal({
      samples: 10,
      change: ({ arm, index, text }) =>
        arm === "neutral"
          ? { text: index < 9 ? "She works. He helps her." : "They work." }
          : { text },
    }),
  );
  expect(defaultGender).toHaveLength(5);
  const nurse = defaultGender.find(({ occupation }) => occupation === "nurse")!;
  expect(nurse.counts).toEqual({ female: 9, male: 0, they: 1, none: 0 });
  expect(nurse).toMatchObject({
    femaleShare: 1,
    direction: "female",
    labourShare: 0.896,
    totalVariation: 0.5,
  });
  // 2 / 2⁹ for each of the five, Holm: five times the smallest.
  expect(nurse.pHalf).toBeCloseTo(2 / 512, 10);
  expect(nurse.pHalfAdjusted).toBeCloseTo(10 / 512, 10);
  expect(nurse.pLabour).toBeGreaterThan(0.5);
});

test("neutral answers without gender have nothing to test", () => {
  const { defaultGender } = scoreJournal(
    syntheticJournal({
      samples: 4,
      change: ({ arm, text }) => ({ text: arm === "neutral" ? "They work." : text }),
    }),
  );
  for (const result of defaultGender) {
    expect(result.direction).toBe("none");
    expect(result).not.toHaveProperty("pHalf");
    expect(result).not.toHaveProperty("femaleShare");
  }
});

test("answers that are no texts are counted by reason and arm", () => {
  const { texts, excluded } = scoreJournal(
    syntheticJournal({
      samples: 4,
      change: ({ arm, index, text }) =>
        arm === "female" && index === 0
          ? { text: "", finishReason: "prompt_filter" }
          : { text: arm === "male" && index === 1 ? "I'm sorry, I can't." : text },
    }),
  );
  expect(texts).toHaveLength(50);
  expect([...excluded].sort((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
    { condition: "M0", reason: "filtered", count: 5, byArm: { neutral: 0, male: 0, female: 5 } },
    {
      condition: "M0",
      reason: "refused",
      count: 5,
      byArm: { neutral: 0, male: 5, female: 0 },
      example: "I'm sorry, I can't.",
    },
  ]);
});

test("an occupation that lost an arm drops out of the contrast; without any pair there is nothing to compare", () => {
  const refuse = (id: string) => (answer: { occupation: string; arm: string; text: string }) =>
    (id === "" || answer.occupation === id) && answer.arm === "male"
      ? { text: "" }
      : { text: answer.text };
  const { metrics } = scoreJournal(syntheticJournal({ samples: 4, change: refuse("chef") }));
  expect(metrics[0]!.strata.map(({ occupation }) => occupation)).toEqual([
    "nurse",
    "engineer",
    "teacher",
    "doctor",
  ]);
  expect(() => scoreJournal(syntheticJournal({ samples: 4, change: refuse("") }))).toThrow(
    "nothing to compare: in M0 (no instruction) no occupation has answers about women and about men, of 60 answers; 20 empty in M0",
  );
});

test("copies, a changed model and an unfinished run are cautioned about", () => {
  const journal = syntheticJournal({
    samples: 4,
    change: ({ index, arm }) => ({
      text: `The same eight words again for any ${arm} person.`,
      model: `SIMULATED ${index % 2}`,
    }),
  });
  const { cautions } = scoreJournal({ ...journal, answers: journal.answers.slice(0, 50) });
  expect(cautions).toHaveLength(3);
  expect(cautions[0]).toMatch(/^\d+ of \d+ answers repeat an earlier answer/);
  expect(cautions[1]).toBe("More than one model answered: SIMULATED 0, SIMULATED 1.");
  expect(cautions[2]).toContain("holds 50 of the 60 answers");
  expect(scoreJournal(syntheticJournal()).cautions).toEqual([]);
});

test("the order in which answers arrived changes no figure", () => {
  const journal = syntheticJournal({ samples: 8, ...GENDERED });
  const figures = (answers: typeof journal.answers) =>
    scoreJournal({ ...journal, answers }).metrics.map(({ effect, interval, p }) => ({
      effect,
      interval,
      p,
    }));
  expect(figures([...journal.answers].reverse())).toEqual(figures(journal.answers));
});
