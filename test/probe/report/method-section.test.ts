import { expect, test } from "vitest";
import { documentOf } from "../../../scripts/probe/report/document";
import { methodSection } from "../../../scripts/probe/report/method-section";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal } from "../../support/probe/synthetic";

const { header, ...rest } = syntheticJournal({ samples: 24 });
const spec = { ...header.spec, permutations: 99, bootstrapResamples: 98 };
const score = scoreJournal({ ...rest, header: { ...header, spec } });
const textOf = (of = score): string => methodSection(of).text.replace(/\s+/g, " ");

test("names the resamples that were drawn, and why they were fewer", () => {
  expect(textOf()).toContain(
    "Intervals: 98 bootstrap resamples within every question. Tests: 99 permutations",
  );
  expect(textOf()).not.toContain("fewer than the usual");
  const resampling = {
    reduced: true,
    permutations: 42,
    bootstrapResamples: 41,
    secondaryPermutations: 7,
  };
  const reduced = textOf({ ...score, resampling });
  expect(reduced).toContain(
    "Intervals: 41 bootstrap resamples within every question. Tests: 42 permutations",
  );
  expect(reduced).toContain(
    "These are fewer than the usual 98 and 99, since there are many answers",
  );
  expect(reduced).toContain("permuted 7 times");
});

test("says how often all measures would land inside where nothing differs, as the document does", () => {
  const { power } = documentOf(score);
  expect(power.byMetric).toHaveLength(6);
  expect(power.all).toBeCloseTo(
    power.byMetric.reduce((product, { within }) => product * within, 1),
    9,
  );
  // Planned with an assumed share and spread, mean and typical size: about 13 %.
  expect(power.all).toBeGreaterThan(0.04);
  expect(power.all).toBeLessThan(0.3);
  expect(textOf()).toContain(`with all 6 together in about ${Math.round(100 * power.all)} %`);
  expect(textOf()).toContain("(least: “Can a computer guess the gender?”)");
});

test("a sequential run is explained by its looks, not by the tests of a run of fixed length", () => {
  const looks = { planned: [8, 16, 24], reached: 24, stoppedEarly: false };
  const text = textOf({ ...score, looks });
  expect(text).toContain("looked at up to 3 times. “Difference”: z reached the boundary of a look");
  expect(text).toContain("a run that goes to its last look, at 24,");
  expect(text).not.toContain("the corrected p is below");
  expect(textOf()).toContain("the corrected p is below 0.05");
});
