import { expect, test } from "vitest";
import {
  PRESETS,
  type Effects,
  type Preset,
} from "../../../scripts/cloud/openai/models/planted/settings";
import { plantedModel } from "../../../scripts/cloud/openai/models/planted";
import { BUILT_IN, builtInText } from "../../../scripts/probe/report/planted";

const presets = Object.keys(PRESETS) as Preset[];

test.each(presets)("what the preset %s has built in is said with its own figures", (preset) => {
  const { coded, agency, sentiment, salience }: Effects = PRESETS[preset].bare;
  const text = BUILT_IN[preset]!;
  const { name } = plantedModel({ settings: PRESETS[preset], label: preset });
  expect(builtInText([`${name} as gpt-4o-2024-11-20`])).toBe(` Built in: ${text}.`);
  const found = [...text.matchAll(/g ([−+][\d.]+)|(\d+) %/g)].map(([, g, share]) =>
    g === undefined ? Number(share) / 100 : Number(g.replace("−", "-")),
  );
  const differs = salience.female !== salience.male;
  expect(found).toEqual(differs ? [coded, agency, sentiment, salience.female, salience.male] : []);
  if (!differs) expect([coded, agency, sentiment]).toEqual([0, 0, 0]);
});

test("of other models, and of several, it says nothing", () => {
  expect(Object.keys(BUILT_IN).sort()).toEqual([...presets].sort());
  expect(builtInText(["SIMULATED planted (custom) as x"])).toBe("");
  expect(builtInText(["SIMULATED planted (none)", "gpt-4o"])).toBe("");
});
