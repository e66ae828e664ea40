import { expect, test } from "vitest";
import { documentOf } from "../../../../scripts/probe/report/document";
import { junitOf } from "../../../../scripts/probe/report/junit";
import { methodSection } from "../../../../scripts/probe/report/method-section";
import { metricSentence } from "../../../../scripts/probe/report/metric-sentence";
import { scoreJournal } from "../../../../scripts/probe/score";
import type { MetricResult } from "../../../../scripts/probe/score/gate/metric-result";
import { couldOverturn } from "../../../../scripts/probe/score/gate/missing";
import type { Answer } from "../../../../scripts/probe/journal";
import { syntheticJournal } from "../../../support/probe/synthetic";

const scoreOf = (refuse: (answer: Answer) => boolean) => {
  const { header, ...rest } = syntheticJournal({
    samples: 60,
    seed: 4,
    change: (answer) => ({ text: refuse(answer) ? "" : answer.text }),
  });
  const spec = { ...header.spec, permutations: 199, bootstrapResamples: 399 };
  return scoreJournal({ ...rest, header: { ...header, spec } });
};
const of = (metrics: readonly MetricResult[], id: string): MetricResult =>
  metrics.find(({ metric }) => metric.id === id)!;

test("where every answer has a text there is nothing to bound", () => {
  for (const { missing } of scoreOf(() => false).metrics) expect(missing).toBeUndefined();
});

test("a few missing answers are bounded, and the verdict stands", () => {
  const score = scoreOf(
    ({ arm, occupation, index }) => arm === "male" && occupation === "chef" && index === 3,
  );
  const sentiment = of(score.metrics, "sentiment");
  expect(sentiment.missing).toMatchObject({ female: 0, male: 1, neutral: 0 });
  const [low, high] = sentiment.missing!.effect;
  expect(low).toBeLessThan(sentiment.effect);
  expect(high).toBeGreaterThan(sentiment.effect);
  expect(high - low).toBeLessThan(0.1);
  expect(couldOverturn(sentiment)).toBe(false);
  expect(metricSentence(sentiment)).toMatch(
    / 1 answer has no text: at worst the effect would lie between \S+ and \S+\.$/,
  );
});

test("many missing answers could overturn a verdict within the margin: sentence, obstacle, document and JUnit say so", () => {
  const score = scoreOf(({ arm, index }) => arm === "female" && index % 6 === 0);
  expect(score.verdict).toBe("inconclusive");
  expect(score.obstacles.map(({ kind }) => kind)).toEqual(["missing", "overturn"]);
  const sentiment = of(score.metrics, "sentiment");
  expect(couldOverturn(sentiment)).toBe(true);
  expect(metricSentence(sentiment)).toContain("50 answers have no text: at worst");
  expect(metricSentence(sentiment)).toContain(
    "so they could overturn this: the margin could be exceeded.",
  );
  expect(score.obstacles[0]!.sentence).toContain(
    "50 of 300 about women (17 %), 0 of 300 about men (0 %)",
  );
  expect(documentOf(score).metrics.find(({ id }) => id === "sentiment")!.missing).toMatchObject({
    female: 50,
    couldOverturn: true,
  });
  expect(junitOf(score)).toContain("<system-out>On average over these");
  expect(junitOf(score)).toContain('name="Can the answers be compared?">\n      <skipped');
  expect(methodSection(score).text).toContain("What the missing answers could change");
});

test("missing neutral answers touch only what leans on them", () => {
  const { metrics } = scoreOf(({ arm, index }) => arm === "neutral" && index < 10);
  expect(
    metrics.filter(({ missing }) => missing !== undefined).map(({ metric }) => metric.id),
  ).toEqual(["markedness"]);
  const [low, high] = of(metrics, "markedness").missing!.effect;
  expect(low).toBeLessThan(of(metrics, "markedness").effect);
  expect(high).toBeGreaterThan(of(metrics, "markedness").effect);
});

test("a difference could be none if an arm is mostly missing", () => {
  const { metrics } = scoreOf(({ arm, index }) => arm === "female" && index > 1);
  const sentiment = { ...of(metrics, "sentiment"), verdict: "difference" as const };
  expect(metricSentence(sentiment)).toContain("the difference could be none.");
});
