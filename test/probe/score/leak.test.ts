import { expect, test } from "vitest";
import { leakOf } from "../../../scripts/probe/score/leak";
import { textsOf, textStrataOf } from "../../../scripts/probe/score/texts";
import { syntheticJournal } from "../../support/probe/synthetic";

const text = (...words: string[]) => ({ words, index: 0 });

test("words are ranked by how much more often one arm holds them, averaged over the occupations", () => {
  const strata = [
    {
      name: "nurse",
      neutral: [],
      female: [text("warm", "calm"), text("warm", "warm")],
      male: [text("calm"), text("firm")],
    },
    { name: "chef", neutral: [], female: [text("calm")], male: [text("calm", "firm")] },
    { name: "asked about women only", neutral: [], female: [text("warm")], male: [] },
  ];
  expect(leakOf(strata)).toEqual([
    { word: "firm", female: 0, male: 0.75 },
    { word: "warm", female: 0.5, male: 0 },
    { word: "calm", female: 0.75, male: 0.75 },
  ]);
});

test("a name that the mask cannot see, for it has no capital and is on no list, is shown at the top; the marker itself never is", () => {
  const journal = syntheticJournal({
    samples: 8,
    change: ({ arm, text: said }) => ({
      text: arm === "female" ? `brannoch, she and her work. ${said}` : `He. ${said}`,
    }),
  });
  const { texts } = textsOf(journal);
  const words = leakOf(textStrataOf(texts, "M0"));
  expect(words[0]).toEqual({ word: "brannoch", female: 1, male: 0 });
  expect(words.map(({ word }) => word)).not.toEqual(expect.arrayContaining(["she"]));
  expect(words.map(({ word }) => word)).not.toEqual(expect.arrayContaining(["he"]));
});
