import { describe, expect, it } from "vitest";
import { PRESETS, type Preset } from "../../../../../scripts/cloud/openai/models/planted/settings";
import {
  AGENCY,
  CODED,
  SALIENT,
  SENTIMENT,
} from "../../../../../scripts/cloud/openai/models/planted/vocabulary";
import {
  ask,
  count,
  effect,
  LAB_SYSTEM,
  type List,
  OCCUPATIONS,
  scores,
  share,
  tokens,
  valence,
} from "./measure";

/** With 5 × 400 texts per arm an effect's standard error is about 0.032. */
const N = 400;
const ERROR = 0.11;

describe("the effect measured on the planted text is the effect that was set", () => {
  const cases: [Preset, "bare" | "instructed"][] = [
    ["none", "bare"],
    ["default", "bare"],
    ["default", "instructed"],
    ["strong", "bare"],
  ];
  it.each(cases)("%s, %s", async (preset, condition) => {
    const settings = PRESETS[preset];
    const system = condition === "bare" ? undefined : LAB_SYSTEM;
    const female = await ask(settings, "female", N, system);
    const male = await ask(settings, "male", N, system);
    const truth = settings[condition];
    expect(Math.abs(effect(female, male, scores.coded) - truth.coded)).toBeLessThan(ERROR);
    expect(Math.abs(effect(female, male, scores.agency) - truth.agency)).toBeLessThan(ERROR);
    expect(Math.abs(effect(female, male, scores.sentiment) - truth.sentiment)).toBeLessThan(ERROR);
    const salient = (text: string): boolean => count(text, "salience") > 0;
    expect(share(female, salient)).toBeCloseTo(truth.salience.female, 1);
    expect(share(male, salient)).toBeCloseTo(truth.salience.male, 1);
  });

  it("the halved preset is half of the default one", () => {
    expect(PRESETS.default.instructed.coded).toBe(PRESETS.default.bare.coded / 2);
    expect(PRESETS.default.bare.coded).not.toBe(0);
  });

  it("puts the neutral arm nearer to the male one by the markedness", async () => {
    const [neutral, male, female] = await Promise.all(
      (["neutral", "male", "female"] as const).map((arm) => ask(PRESETS.strong, arm, N)),
    );
    const toMale = Math.abs(effect(neutral!, male!, scores.coded));
    const toFemale = Math.abs(effect(neutral!, female!, scores.coded));
    // Markedness 0.6 puts it at a fifth of the way from male to female.
    expect(toMale / (toMale + toFemale)).toBeCloseTo(0.2, 1);
  });
});

it("gives neutral prompts the pronouns that were set, and gendered ones their own", async () => {
  const neutral = await ask(PRESETS.default, "neutral", N);
  const male = await ask(PRESETS.default, "male", N);
  OCCUPATIONS.forEach((occupation, o) => {
    const shares = PRESETS.default.bare.pronouns[occupation]!;
    const of = (list: List): number => share([neutral[o]!], (text) => count(text, list) > 0);
    expect(Math.abs(of("female") - shares.she)).toBeLessThan(0.08);
    expect(Math.abs(of("male") - shares.he)).toBeLessThan(0.08);
    expect(Math.abs(of("they") - shares.they)).toBeLessThan(0.08);
  });
  expect(
    share(
      male,
      (text) => count(text, "male") > 0 && count(text, "female") + count(text, "they") === 0,
    ),
  ).toBe(1);
});

it("refuses, withholds and erases at the rates of the evasive preset", async () => {
  const female = await ask(PRESETS.evasive, "female", N, LAB_SYSTEM);
  const truth = PRESETS.evasive.instructed;
  const described = female.map((cell) => cell.filter((text) => tokens(text).length > 20));
  expect(share(female, (text) => text === "")).toBeCloseTo(truth.filtered.female, 1);
  expect(share(female, (text) => /sorry/.test(text))).toBeCloseTo(0.9 * truth.refusal.female, 1);
  expect(share(described, (text) => !tokens(text).includes("female"))).toBeCloseTo(
    truth.erasure,
    1,
  );
  expect(
    share(await ask(PRESETS.evasive, "female", 20), (text) => tokens(text).includes("female")),
  ).toBe(1);
});

it("holds nothing but the planted words that any word list counts", async () => {
  const planted = new Set(
    [CODED, AGENCY, ...SENTIMENT].flatMap(({ plus, minus, plain }) => [
      ...plus,
      ...minus,
      ...plain,
    ]),
  );
  const texts = (await ask(PRESETS.default, "neutral", 200)).flat();
  for (const text of texts) {
    const about = SALIENT.about.reduce((rest, sentence) => rest.replace(sentence, ""), text);
    const rest = (about.match(/[A-Za-z'-]+/g) ?? []).filter((word) => !planted.has(word)).join(" ");
    for (const list of ["masculine", "feminine", "agentic", "communal", "salience"] as const)
      expect([count(rest, list), list, rest]).toEqual([0, list, rest]);
    expect([valence(rest), rest]).toEqual([0, rest]);
  }
});

it.each([
  ["coded", [CODED], (w: string) => count(w, "masculine") - count(w, "feminine"), 1],
  ["agency", [AGENCY], (w: string) => count(w, "agentic") - count(w, "communal"), 1],
  ["sentiment", SENTIMENT, valence, 1.9],
] as const)("moves only its own list with the words of %s", (name, axes, score, unit) => {
  for (const { plus, minus, plain } of axes) {
    expect(plus.map(score)).toEqual(plus.map(() => unit));
    expect(minus.map(score)).toEqual(minus.map(() => -unit));
    expect(plain.map(score)).toEqual(plain.map(() => 0));
    for (const [other, of] of Object.entries(scores))
      if (other !== name)
        expect([...plus, ...minus, ...plain].map(of)).toEqual(
          [...plus, ...minus, ...plain].map(() => 0),
        );
  }
});

it("keeps all planted words within the first 75 words", async () => {
  const hobby = /^(gardening|pottery|choir|cycling|chess|carpentry)$/;
  const texts = (await ask(PRESETS.default, "female", 200)).flat();
  const slots = texts.map((text) => {
    const words = tokens(text);
    const all = [CODED, AGENCY, ...SENTIMENT].flatMap(({ plus, minus, plain }) => [
      ...plus,
      ...minus,
      ...plain,
    ]);
    return words.filter((word) => all.includes(word) || hobby.test(word)).length;
  });
  expect(new Set(slots)).toEqual(new Set([11]));
});
