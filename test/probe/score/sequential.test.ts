import { expect, test } from "vitest";
import { specOf } from "../../../scripts/probe/design";
import { scoreJournal } from "../../../scripts/probe/score";
import { sequentialOf, settled } from "../../../scripts/probe/score/sequential";
import { textsOf, textStrataOf } from "../../../scripts/probe/score/texts";
import { syntheticJournal, type Planted } from "../synthetic";

const follow = (planted: Planted) => {
  const { texts } = textsOf(syntheticJournal({ samples: 40, ...planted }));
  return sequentialOf(
    textStrataOf(texts, "M0"),
    "M0",
    specOf({ samples: 40, conditions: ["M0"], seed: 1, sequential: true }),
  );
};

test("a strong effect is decided before the end, at the boundary of its look, and stays decided", () => {
  const results = follow({ feminine: { female: 0.6, other: 0.15 } });
  const wording = results.find(({ id }) => id === "gender-coded-wording")!;
  expect(wording.verdict).toBe("difference");
  expect(wording.decidedAt).toBeLessThan(40);
  const deciding = wording.looks.find(({ answersPerQuestion }) => answersPerQuestion === wording.decidedAt)!;
  expect(deciding.z).toBeLessThanOrEqual(-deciding.boundary);
  expect(wording.looks).toHaveLength(5);
});

test("without an effect nothing crosses, and repeated intervals narrow until they lie within the margin", () => {
  const results = follow({ seed: 4 });
  expect(results.map(({ verdict }) => verdict)).not.toContain("difference");
  for (const { looks } of results) {
    const widths = looks.map(({ interval }) => interval[1] - interval[0]);
    expect([...widths].sort((a, b) => b - a)).toEqual(widths);
  }
  expect(results.find(({ id }) => id === "gender-salience")!.verdict).toBe("within margin");
});

test("only looks that every question reached are taken, and a run is settled when all have decided", () => {
  const { texts } = textsOf(syntheticJournal({ samples: 20 }));
  const spec = specOf({ samples: 40, conditions: ["M0"], seed: 1, sequential: true });
  const results = sequentialOf(textStrataOf(texts, "M0"), "M0", spec);
  expect(results[0]!.looks.map(({ answersPerQuestion }) => answersPerQuestion)).toEqual([8, 16]);
  expect(settled(results)).toBe(false);
  expect(settled(results.map((result) => ({ ...result, decidedAt: 16 })))).toBe(true);
  expect(settled([])).toBe(false);
});

test("a fixed run has one look and no sequential result", () => {
  expect(scoreJournal(syntheticJournal({ samples: 4 })).sequential).toEqual([]);
});
