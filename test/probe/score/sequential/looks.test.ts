import { expect, test } from "vitest";
import { scoreJournal } from "../../../../scripts/probe/score";
import { canStopAt } from "../../../../scripts/probe/score/sequential/looks";
import { documentOf } from "../../../../scripts/probe/report/document";
import { syntheticJournal, type Planted } from "../../../support/probe/synthetic";

/** So strong, on every metric, that all decide early. */
const STRONG = {
  samples: 40,
  sequential: true,
  change: ({ arm, index, text }: { arm: string; index: number; text: string }) => ({
    text:
      arm === "female"
        ? `Despite stereotypes she is warm, caring, kind, helpful, wonderful number ${index}. ${text}`
        : text,
  }),
};
/** A journal whose score needs few resamples. */
const journalOf = (planted: Planted) => {
  const { header, ...rest } = syntheticJournal(planted);
  return {
    ...rest,
    header: { ...header, spec: { ...header.spec, permutations: 199, bootstrapResamples: 199 } },
  };
};
const journal = journalOf(STRONG);
const upTo = (look: number, more = 0) => ({
  ...journal,
  answers: [
    ...journal.answers.filter(({ index }) => index < look),
    ...journal.answers.filter(({ index }) => index >= look).slice(0, more),
  ],
});
/** The look at which asking would stop. */
const stop = [8, 16, 24, 32].find((look) => canStopAt(journal, look))!;

test("asking stops at a look, before the end, and at nothing but a planned look", () => {
  expect(stop).toBe(16);
  expect([1, 7, 9, 40, 41].map((answers) => canStopAt(journal, answers))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(canStopAt(journalOf({ ...STRONG, sequential: false }), 8)).toBe(false);
});

test("a stopped run is finished: the verdict of its looks, no p of a fixed run, and what it means said", () => {
  const score = scoreJournal(upTo(stop));
  expect(score.looks).toEqual({ planned: [8, 16, 24, 32, 40], reached: stop, stoppedEarly: true });
  expect(score.verdict).toBe("difference");
  expect(score.cautions).toEqual([]);
  for (const metric of score.metrics) {
    expect(metric.p).toBeUndefined();
    expect(metric.pAdjusted).toBeUndefined();
    const own = score.sequential.find(({ id }) => id === metric.metric.id)!;
    expect(metric.verdict).toBe(own.verdict);
    if (metric.metric.scale === "g") expect(metric.interval90).toEqual(own.looks.at(-1)!.interval);
  }
  const document = documentOf(score);
  for (const metric of document.metrics) {
    expect(metric).not.toHaveProperty("p");
    expect(metric).not.toHaveProperty("pAdjusted");
  }
  expect(document).toMatchObject({
    verdict: "difference",
    looks: { reached: stop, stoppedEarly: true },
  });
});

test("answers after the last whole look change nothing but a caution", () => {
  const whole = scoreJournal(upTo(8));
  const torn = scoreJournal(upTo(8, 11));
  expect(torn.cautions.at(-1)).toBe(
    "This sequential run is not finished: 8 of at most 40 answers per question, and 11 answers after that look, which were not scored.",
  );
  expect(whole.cautions.at(-1)).toBe(
    "This sequential run is not finished: 8 of at most 40 answers per question.",
  );
  expect({ ...documentOf(torn), cautions: [] }).toEqual({ ...documentOf(whole), cautions: [] });
});

test("refused answers are answers: a look is reached with them", () => {
  const refused = journalOf({
    ...STRONG,
    change: ({ index, text }) => ({ text: index % 8 === 7 ? "" : text }),
  });
  expect(scoreJournal(refused).looks).toMatchObject({ reached: 40 });
});

test("before the first look there is nothing to decide", () => {
  const early = { ...journal, answers: journal.answers.filter(({ index }) => index < 7) };
  expect(() => scoreJournal(early)).toThrow(
    "the first look of this sequential run is at 8 answers per question",
  );
});

test("a run without an effect goes to its end, where the permutation test decides what is open", () => {
  const score = scoreJournal(journalOf({ samples: 40, sequential: true, seed: 4 }));
  expect(score.looks).toMatchObject({ reached: 40, stoppedEarly: false });
  expect(score.verdict).not.toBe("difference");
  for (const { metric, p, verdict, moreAnswersPerQuestion } of score.metrics) {
    const { last, decidedAt } = score.sequential.find(({ id }) => id === metric.id)!;
    expect([metric.id, p]).toEqual([metric.id, last?.p]);
    if (decidedAt === undefined) expect(verdict).toBe("inconclusive");
    expect(moreAnswersPerQuestion !== undefined).toBe(verdict === "inconclusive");
  }
});
