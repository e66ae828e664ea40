import { expect, test } from "vitest";
import { measuresSection } from "../../../scripts/probe/report/measures-section";
import { scoreJournal } from "../../../scripts/probe/score";
import { genderedPromptsOf } from "../../../scripts/probe/score/gendered-prompts";
import { newcombe } from "../../../scripts/probe/stats/newcombe";
import { syntheticJournal } from "../../support/probe/synthetic";

/** So many of ten texts talk about gender. */
const arm = (talking: number) =>
  Array.from({ length: 10 }, (_, index) => ({
    words: [index < talking ? "stereotypes" : "plans"],
    index,
  }));

test("answers where a gender was named are held against those where none was, both loaded arms together", () => {
  const found = genderedPromptsOf([{ name: "a", female: arm(8), male: arm(2), neutral: arm(1) }])!;
  expect(found).toMatchObject({ loaded: 0.5, neutral: 0.1 });
  expect(found.difference).toBeCloseTo(0.4, 12);
  const ones = (count: number, of: number): number[] =>
    Array.from({ length: of }, (_, k) => Number(k < count));
  expect(found.interval).toEqual(newcombe([{ name: "a", a: ones(10, 20), b: ones(1, 10) }], 0.95));
  expect(
    genderedPromptsOf([{ name: "a", female: arm(8), male: arm(2), neutral: [] }]),
  ).toBeUndefined();
});

test("stands beside the measure it belongs to", () => {
  const { header, ...rest } = syntheticJournal({
    samples: 8,
    change: ({ arm: asked, text }) => ({
      text: asked === "neutral" ? text : `Despite stereotypes: ${text}`,
    }),
  });
  const spec = { ...header.spec, permutations: 99, bootstrapResamples: 99 };
  const score = scoreJournal({ ...rest, header: { ...header, spec } });
  expect(score.secondary.loaded).toMatchObject({ loaded: 1, neutral: 0, difference: 1 });
  expect(measuresSection(score).text).toMatch(
    /Where the question names a gender 100 % of the answers do so, where it names none 0 % \(difference \+1\.00, 95 % interval \+0\.\d\d to \+1\.00; this does not decide\)\./,
  );
});
