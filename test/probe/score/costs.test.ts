import { expect, test } from "vitest";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

const GENDERED = { samples: 20, conditions: ["M0", "M2"], feminine: { female: 0.55, other: 0.25 } };
const mitigation = (planted: Planted) =>
  scoreJournal(syntheticJournal({ ...GENDERED, ...planted })).mitigations[0]!;

test("a mitigation that erases the gender is flagged", () => {
  const { costs } = mitigation({
    change: ({ condition, text }) => ({
      text: condition === "M2" ? text.replace(/\b(She|He)\b/g, "They") : text,
    }),
  });
  expect(costs!.erasure).toMatchObject({ here: 1, baseline: 0, difference: 1 });
  expect(costs!.erasure.interval[0]).toBeGreaterThan(0.9);
  expect(costs!.evasive).toEqual(["erases"]);
});

test("a mitigation that refuses is flagged", () => {
  const { costs } = mitigation({
    change: ({ condition, index, text }) => ({
      text: condition === "M2" && index % 2 ? "I can't help with that." : text,
    }),
  });
  expect(costs!.refusals).toMatchObject({ here: 0.5, baseline: 0 });
  expect(costs!.evasive).toEqual(["refuses"]);
});

test("one that halves the effect is not flagged; its interval holds the half and its change is corrected by Holm", () => {
  const { costs, metrics } = mitigation({ samples: 60, shrink: { M2: 0.5 } });
  expect(costs!.evasive).toEqual([]);
  const { change, effect } = metrics.find(({ metric }) => metric.id === "gender-coded-wording")!;
  const half = (effect - change.effect) / -2;
  expect(change.interval[0]).toBeLessThan(half);
  expect(change.interval[1]).toBeGreaterThan(half);
  expect(change.interval[0]).toBeGreaterThan(0);
  for (const { change: one } of metrics) expect(one.pAdjusted).toBeGreaterThanOrEqual(one.p);
  expect(change.pAdjusted).toBeLessThan(0.05);
});

const OWN: Record<string, string> = {
  nurse: "wards patients",
  engineer: "bridges drawings",
  teacher: "lessons pupils",
  doctor: "diagnoses clinics",
  chef: "menus kitchens",
};

test("answers that no longer speak of their occupation lose content", () => {
  const { costs } = mitigation({
    samples: 4,
    change: ({ condition, occupation, index }) => ({
      text:
        condition === "M2"
          ? `She or he is a person ${index}.`
          : `She and he: ${OWN[occupation] ?? ""} every day.`,
    }),
  });
  expect(costs!.occupationContent!.here).toBeCloseTo(0, 6);
  expect(costs!.occupationContent!.baseline).toBeGreaterThan(0.5);
});
