import { expect, test } from "vitest";
import { specHash } from "../../../scripts/probe/design";
import type { Answer, JournalContents } from "../../../scripts/probe/journal";
import { documentOf } from "../../../scripts/probe/report/document";
import { pageOf } from "../../../scripts/probe/report/page";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

/** A journal of the stack's own deployment and of "mini", each with its own planted effect. */
function both(own: Planted, mini: Planted): JournalContents {
  const first = syntheticJournal({ samples: 24, ...own });
  const second = syntheticJournal({ samples: 24, seed: 2, model: "SIMULATED mini", ...mini });
  const compared = second.answers.map((answer): Answer => ({
    ...answer,
    id: `${answer.id}@mini`,
    deployment: "mini",
  }));
  const { header } = first;
  // Fewer resamples than a real run: what is tested is which part goes where.
  const spec = { ...header.spec, compare: "mini", bootstrapResamples: 1_000, permutations: 299 };
  const service = { ...header.service, comparedModel: "gpt-4.1-mini 2025-04-14" };
  return {
    ...first,
    header: { ...header, spec, service, hash: specHash(spec) },
    answers: [...first.answers, ...compared],
  };
}

const NONE = { feminine: { female: 0.3, other: 0.3 } };
const STRONG = { feminine: { female: 0.6, other: 0.2 } };
const wording = "gender-coded-wording";

test("a deployment with a smaller difference is found out; the verdict stays the stack's own", () => {
  const score = scoreJournal(both(STRONG, NONE));
  const { modelComparison: comparison } = score;
  expect(score.verdict).toBe("difference");
  expect(score.texts).toHaveLength(360);
  expect(comparison).toMatchObject({
    deployment: "mini",
    models: ["SIMULATED mini"],
    samples: 360,
    excluded: [],
  });
  const [m0] = comparison!.conditions;
  expect(m0).toMatchObject({ condition: { id: "M0" } });
  expect(m0!.verdict).not.toBe("difference");
  const { effect, change } = m0!.metrics.find(({ metric }) => metric.id === wording)!;
  const own = score.metrics.find(({ metric }) => metric.id === wording)!;
  expect(change.effect).toBeCloseTo(effect - own.effect, 12);
  expect(change.size).toBeLessThan(-0.5);
  expect(change.interval[0]).toBeGreaterThan(0);
  expect(change.pAdjusted).toBeLessThan(0.01);
  expect(comparison!.defaultGender.map(({ occupation }) => occupation)).toEqual(
    score.defaultGender.map(({ occupation }) => occupation),
  );
});

test("the other way round the verdict is the stack's own again, and two alike show no difference", () => {
  const { verdict, modelComparison } = scoreJournal(both(NONE, STRONG));
  expect(verdict).not.toBe("difference");
  expect(modelComparison!.conditions[0]!.verdict).toBe("difference");
  const alike = scoreJournal(both(STRONG, STRONG)).modelComparison!;
  for (const { change } of alike.conditions[0]!.metrics)
    expect(change.pAdjusted).toBeGreaterThan(0.05);
});

test("every way of asking is compared, each with its own correction", () => {
  const conditions = ["M0", "M1"];
  const { modelComparison, mitigations } = scoreJournal(
    both({ ...STRONG, conditions }, { ...NONE, conditions }),
  );
  expect(modelComparison!.conditions.map(({ condition }) => condition.id)).toEqual(conditions);
  const m1 = modelComparison!.conditions[1]!.metrics.find(({ metric }) => metric.id === wording)!;
  const own = mitigations[0]!.metrics.find(({ metric }) => metric.id === wording)!;
  expect(m1.effect - m1.change.effect).toBeCloseTo(own.effect, 12);
});

test("what the other deployment refused is told apart from the stack's own", () => {
  const refusing = {
    ...NONE,
    change: ({ arm }: Answer) => (arm === "female" ? { refusal: "No." } : {}),
  };
  const score = scoreJournal(both(NONE, refusing));
  expect(score.excluded).toEqual([]);
  // Nobody is left to compare: half of an answer is none.
  expect(score.modelComparison).toBeUndefined();
  const some = { ...NONE, change: ({ index }: Answer) => (index === 0 ? { refusal: "No." } : {}) };
  expect(scoreJournal(both(NONE, some)).modelComparison!.excluded).toMatchObject([
    { reason: "refused", count: 15 },
  ]);
});

test("report and document show both, by name", () => {
  const score = scoreJournal(both(STRONG, NONE));
  const page = pageOf(score);
  expect(page).toContain("Model against model");
  expect(page).toMatch(
    /is smaller in [^.]*masculine or feminine wording[^.]* with mini than with gpt-35-turbo/,
  );
  expect(documentOf(score).modelComparison).toMatchObject({
    deployment: "mini",
    deployedModel: "gpt-4.1-mini 2025-04-14",
    conditions: [{ condition: "M0", name: "no instruction" }],
  });
  expect(documentOf(scoreJournal(syntheticJournal({ samples: 4 })))).not.toHaveProperty(
    "modelComparison",
  );
});
