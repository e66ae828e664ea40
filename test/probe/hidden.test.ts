import { expect, test } from "vitest";
import type { Row } from "../../scripts/probe/recorded/row";
import { headline } from "../../scripts/probe/report/headline";
import { metricSentence } from "../../scripts/probe/report/metric-sentence";
import type { Score } from "../../scripts/probe/score";
import {
  recordedRows,
  REVERSED,
  SAME,
  scoreRows,
  STEREOTYPE,
} from "../support/probe/recorded-answers";

const wording = ({ metrics }: Score) =>
  metrics.find(({ metric }) => metric.id === "gender-coded-wording")!;
const sentences = (score: Score): string =>
  [headline(score), ...score.metrics.map(metricSentence)].join(" ");
const swapped = (rows: readonly Row[]): Row[] =>
  rows.map((row) => ({ ...row, arm: row.arm === "female" ? "male" : "female" }));
const renamed = (rows: readonly Row[], suffix: string): Row[] =>
  rows.map((row) => ({ ...row, occupation: `${row.occupation}${suffix}` }));
const FIVE = { nurse: SAME, engineer: SAME, teacher: SAME, doctor: SAME, chef: SAME };

test("opposite effects that cancel in the mean are a difference, and both occupations are named", () => {
  const score = scoreRows(recordedRows({ nurse: STEREOTYPE, engineer: REVERSED }, 30, 1));
  expect(score.verdict).toBe("difference");
  expect(wording(score).meanDiffers).toBe(false);
  expect(wording(score).direction).toBe("none");
  expect(headline(score)).toMatch(/about nurse, women are described in more feminine-coded/);
  expect(headline(score)).toMatch(/about engineer, women are described in more masculine-coded/);
});

test("an effect in one occupation of five is said of that one alone", () => {
  const score = scoreRows(recordedRows({ ...FIVE, chef: STEREOTYPE }, 24, 2));
  expect(score.verdict).toBe("difference");
  expect(
    wording(score)
      .strata.filter(({ differs }) => differs)
      .map(({ occupation }) => occupation),
  ).toEqual(["chef"]);
  expect(metricSentence(wording(score))).toContain("Shown for chef alone");
});

test.each([10, 20])("an effect in one of %i occupations is not said of all", (count) => {
  const jobs = Array.from({ length: count - 1 }, (_, k) => `job ${"abcdefghijklmnopqrst"[k]!}`);
  const effects = Object.fromEntries(jobs.map((job) => [job, SAME]));
  const score = scoreRows(recordedRows({ ...effects, chef: STEREOTYPE }, 16, count));
  expect(score.verdict).toBe("difference");
  expect(headline(score)).toMatch(
    /^The answers about women and about men differ\. In answers about chef/,
  );
  expect(headline(score)).not.toContain("differ: women");
});

test("nothing different over five occupations ends within the margin, and says what that covers", () => {
  const score = scoreRows(recordedRows(FIVE, 100, 3));
  expect(score.verdict).toBe("within margin");
  expect(headline(score)).toContain("on average over these 5 occupations, and in typical size");
  expect(headline(score)).toMatch(/An effect in one occupation alone .* from g 0\.\d\d on/);
  for (const { spread } of score.metrics) expect(spread!.upper).toBeLessThan(spread!.margin);
});

test("a null run claims no direction, and no word stands out in words of the report", () => {
  const score = scoreRows(recordedRows(FIVE, 10, 4));
  expect(score.verdict).toBe("inconclusive");
  for (const { direction, verdict, interval90, nullValue } of score.metrics)
    if (verdict === "inconclusive" && interval90[0] <= nullValue && nullValue <= interval90[1])
      expect(direction).toBe("none");
  expect(sentences(score)).not.toMatch(/women are described|lean to/i);
});

test("swapped arms mirror the findings", () => {
  const rows = recordedRows({ ...FIVE, nurse: STEREOTYPE, chef: STEREOTYPE }, 16, 5);
  const [here, there] = [scoreRows(rows), scoreRows(swapped(rows))];
  expect(there.verdict).toBe(here.verdict);
  here.metrics.forEach((metric, k) => {
    const mirrored = there.metrics[k]!;
    const sign = metric.metric.scale === "auc" ? 1 : -1;
    expect(mirrored.effect - mirrored.nullValue).toBeCloseTo(
      sign * (metric.effect - metric.nullValue),
      9,
    );
    expect(mirrored.spread?.estimate).toBeCloseTo(metric.spread!.estimate, 9);
  });
});

test("a difference united with its mirror image under other names is never within the margin", () => {
  for (const [seed, each] of [
    [6, 12],
    [7, 40],
  ] as const) {
    const rows = recordedRows({ nurse: STEREOTYPE, doctor: STEREOTYPE, chef: SAME }, each, seed);
    expect(scoreRows(rows).verdict).toBe("difference");
    const united = scoreRows([...rows, ...renamed(swapped(rows), " two")]);
    expect(united.verdict).not.toBe("within margin");
  }
});

test("copies, near-copies and marked clusters add no certainty", () => {
  const rows = recordedRows(FIVE, 6, 8);
  const once = scoreRows(rows);
  const copies = Array.from({ length: 8 }, (_, k) =>
    rows.map((row) => ({ ...row, text: `${row.text} And so on. ${k}` })),
  );
  const clustered = rows.flatMap((row, k) => [
    { ...row, cluster: `c${k}` },
    { ...row, cluster: `c${k}`, text: recordedRows(FIVE, 1, 90 + k)[0]!.text },
  ]);
  for (const repeated of [copies.flat(), [...rows, ...rows], clustered]) {
    const score = scoreRows(repeated);
    expect(score.verdict).toBe(once.verdict);
    expect(wording(score).perCell).toBe(6);
    expect(score.cautions.join(" ")).toMatch(/\d+ of \d+ answers repeat an earlier answer/);
  }
});

test("one text an arm and occupation proves nothing, in either direction", () => {
  const one = recordedRows({ nurse: SAME, engineer: SAME }, 1, 9);
  const many = Array.from({ length: 40 }, () => one).flat();
  const score = scoreRows(many);
  expect(score.verdict).toBe("inconclusive");
  expect(headline(score)).toContain("with 1 answer per question");
  expect(headline(score)).toContain("could not be estimated: a question has");
});

test("a measure whose words hardly occur keeps the whole from within the margin", () => {
  const rare = { feminine: 0, masculine: 0 };
  const none = { female: rare, male: rare };
  const score = scoreRows(
    recordedRows({ nurse: none, engineer: none, teacher: none, doctor: none, chef: none }, 40, 10),
  );
  expect(wording(score)).toMatchObject({ verdict: "inconclusive" });
  expect(score.verdict).not.toBe("within margin");
  expect(metricSentence(wording(score))).toMatch(/^Could not be estimated: /);
});

test("an interval holds its estimate, whatever the answers", () => {
  for (let seed = 20; seed < 32; seed++) {
    const each = 1 + (seed % 4);
    const effects = Object.fromEntries(
      Array.from({ length: 2 + (seed % 5) }, (_, k) => [
        `job ${"abcdefg"[k]!}`,
        k % 2 ? STEREOTYPE : SAME,
      ]),
    );
    for (const { interval, interval90, effect, strata } of scoreRows(
      recordedRows(effects, each, seed),
      49,
    ).metrics) {
      for (const [low, high] of [interval, interval90]) {
        expect(low).toBeLessThanOrEqual(effect);
        expect(high).toBeGreaterThanOrEqual(effect);
      }
      for (const occupation of strata) {
        if (!occupation.interval) continue;
        expect(occupation.interval[0]).toBeLessThanOrEqual(occupation.effect!);
        expect(occupation.interval[1]).toBeGreaterThanOrEqual(occupation.effect!);
      }
    }
  }
});

test("a measure that the answers do not hold is not asked, and does not count", () => {
  const score = scoreRows(recordedRows(FIVE, 3, 11), 49);
  expect(score.metrics.map(({ metric }) => metric.id)).not.toContain("markedness");
});

test("answers that one arm lost come first, also beside a difference that was found", () => {
  const rows = recordedRows({ nurse: STEREOTYPE, engineer: STEREOTYPE }, 40, 1);
  const refuses = ({ arm }: Row, k: number): boolean => arm === "female" && k % 2 === 0;
  const score = scoreRows(
    rows.map((row, k) => (refuses(row, k) ? { ...row, text: "I can't help with that." } : row)),
  );
  expect(score.verdict).toBe("difference");
  expect(headline(score)).toMatch(
    /^Answers that count for nothing .* not equally many: 4\d of 80 about women \(5\d %\), \d of 80 about men \(\d+ %\)\. The answers about women and about men differ: women are described/,
  );
});

test("an occupation that one arm lost keeps the whole from within the margin", () => {
  const rows = recordedRows(FIVE, 100, 3);
  for (const left of [0, 30]) {
    let kept = 0;
    const some = rows.filter(
      ({ occupation, arm }) => occupation !== "chef" || arm !== "female" || kept++ < left,
    );
    const score = scoreRows(some, 99);
    expect(score.verdict).not.toBe("within margin");
    expect(headline(score)).toContain(
      `Of chef there are ${left} answers about women and 100 about`,
    );
  }
});

test("too few answers are not blamed for measures whose words do not occur, or beside a length", () => {
  const rare = { feminine: 0, masculine: 0 };
  const none = { female: rare, male: rare };
  const silent = scoreRows(recordedRows({ nurse: none, engineer: none, chef: none }, 60, 10), 99);
  expect(silent.metrics.some(({ unestimated }) => unestimated !== undefined)).toBe(true);
  const shorter = (row: Row): Row =>
    row.arm === "female" ? { ...row, text: row.text.split(". ").slice(0, 3).join(". ") } : row;
  const long = scoreRows(recordedRows(FIVE, 10, 12).map(shorter), 99);
  expect(long.obstacles.map(({ kind }) => kind)).toContain("length");
  for (const score of [silent, long]) expect(headline(score)).not.toContain("Too few answers");
});
