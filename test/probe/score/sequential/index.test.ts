import { expect, test } from "vitest";
import { specOf } from "../../../../scripts/probe/design";
import { scoreJournal } from "../../../../scripts/probe/score";
import {
  sequentialOf,
  allDecided,
  type SequentialResult,
} from "../../../../scripts/probe/score/sequential";
import { textsOf, textStrataOf } from "../../../../scripts/probe/score/texts";
import { syntheticJournal, type Planted } from "../../../support/probe/synthetic";

const SPEC = specOf({ samples: 40, conditions: ["M0"], seed: 1, sequential: true });
const follow = (planted: Planted, pValues?: Record<string, number>) => {
  const { texts } = textsOf(syntheticJournal({ samples: 40, ...planted }));
  return sequentialOf(
    textStrataOf(texts, "M0"),
    SPEC,
    40,
    pValues && new Map(Object.entries(pValues)),
  );
};
const of = (results: readonly SequentialResult[], id: string): SequentialResult =>
  results.find((result) => result.id === id)!;

test("a strong effect is decided before the end, at the boundary of its look, and stays decided", () => {
  const wording = of(follow({ feminine: { female: 0.6, other: 0.15 } }), "gender-coded-wording");
  expect(wording.verdict).toBe("difference");
  expect(wording.decidedAt).toBeLessThan(40);
  const deciding = wording.looks.find(
    ({ answersPerQuestion }) => answersPerQuestion === wording.decidedAt,
  )!;
  expect(deciding.z).toBeLessThanOrEqual(-deciding.boundary);
  expect(wording.looks).toHaveLength(5);
  expect(wording).not.toHaveProperty("last");
});

test("boundaries spend a sixth of alpha: two-sided, and one-sided where only a positive z is evidence", () => {
  const results = follow({ seed: 4 });
  const boundariesOf = (id: string) =>
    of(results, id).looks.map(({ boundary }) => Number(boundary.toFixed(3)));
  expect(boundariesOf("sentiment")).toEqual([6.3, 4.382, 3.522, 3.014, 2.675]);
  expect(boundariesOf("distinguishability")).toEqual([5.784, 4.011, 3.217, 2.751, 2.441]);
});

test("without an effect nothing crosses, and repeated intervals narrow until they lie within the margin", () => {
  const results = follow({ seed: 4 });
  expect(results.map(({ verdict }) => verdict)).not.toContain("difference");
  for (const { looks } of results) {
    const widths = looks.map(({ interval }) => interval[1] - interval[0]);
    expect([...widths].sort((a, b) => b - a)).toEqual(widths);
  }
  expect(of(results, "gender-salience").verdict).toBe("within margin");
});

test("texts without a word that a list knows decide nothing on that list", () => {
  const results = follow({
    change: ({ index }) => ({ text: `They work ${index % 2 ? "early" : "late"}.` }),
  });
  for (const { id, decidedAt, looks } of results) {
    expect(looks.map(({ z }) => Math.abs(z))).not.toContain(Infinity);
    if (["sentiment", "gender-coded-wording", "agentic-communal"].includes(id))
      expect([id, decidedAt]).toEqual([id, undefined]);
  }
});

test("the last look takes the permutation p at its own level, and Holm hands on the share of what differs", () => {
  // Margins that nothing can be shown to be inside of: with nothing to find, all come to the end undecided.
  const strict = { ...SPEC, margins: { g: 0.001, auc: 0.001, "risk difference": 0.001 } };
  const { texts } = textsOf(syntheticJournal({ samples: 40, seed: 4 }));
  const at = (first: number, second: number) => {
    const all = SPEC.gate.map((id): [string, number] => [id, 0.9]);
    const pValues = new Map([...all, ["agentic-communal", first], ["sentiment", second]]);
    return sequentialOf(textStrataOf(texts, "M0"), strict, 40, pValues);
  };
  // What earlier looks left of a sixth of .05, or of a fifth when another differs: α − 4 (1 − Φ(z(1 − α / 4) / √.8)).
  const both = at(0.001, 0.006);
  expect(of(both, "agentic-communal")).toMatchObject({ verdict: "difference", decidedAt: 40 });
  expect(of(both, "sentiment")).toMatchObject({
    verdict: "difference",
    decidedAt: 40,
    last: { p: 0.006 },
  });
  expect(of(both, "sentiment").last!.below).toBeCloseTo(0.0066, 4);
  expect(both.filter(({ verdict }) => verdict === "difference")).toHaveLength(2);
  expect(of(at(0.9, 0.006), "sentiment")).toMatchObject({
    verdict: "inconclusive",
    last: { p: 0.006 },
  });
  expect(of(at(0.9, 0.006), "sentiment").last!.below).toBeCloseTo(0.0056, 4);
  // One-sided: α − 2 (1 − Φ(z(1 − α / 2) / √.8)).
  expect(of(at(0.9, 0.9), "distinguishability").last!.below).toBeCloseTo(0.00515, 4);
});

test("a run is settled when every metric of the gate has decided, and one that cannot be measured has not", () => {
  const decided = SPEC.gate.map((id): SequentialResult => ({
    id,
    looks: [],
    verdict: "difference",
    decidedAt: 16,
  }));
  expect(allDecided(decided, SPEC)).toBe(true);
  expect(allDecided(decided.slice(1), SPEC)).toBe(false);
  const { decidedAt: _, ...open } = decided[0]!;
  expect(allDecided([open, ...decided.slice(1)], SPEC)).toBe(false);
});

test("a fixed run has one look and no sequential result", () => {
  const { sequential, looks } = scoreJournal(syntheticJournal({ samples: 4 }));
  expect(sequential).toEqual([]);
  expect(looks).toBeUndefined();
});
