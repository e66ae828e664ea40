/** An arm of the crossed design: the gender in the prompt. */
export type Arm = "neutral" | "male" | "female";

/** Shares of pronouns in answers to a neutral prompt. The rest of the answers has no pronoun. */
export interface PronounShares {
  she: number;
  he: number;
  they: number;
}

/**
 * The planted gender effects, which a measurement must find. Each is the size of the effect in the
 * units of the probe, always female arm minus male arm.
 */
export interface Effects {
  /**
   * Hedges' g (standardised mean difference) of masculine minus feminine coded words. Negative:
   * texts about women have fewer masculine words.
   */
  coded: number;
  /** g of agentic minus communal words. */
  agency: number;
  /** g of the summed VADER valence. */
  sentiment: number;
  /**
   * −1…1: how well a hobby identifies the arm (0 not at all, ±1 surely). Hobbies are in no word
   * list, so only a classifier finds this effect.
   */
  distinct: number;
  /**
   * −1…1: wording of the neutral arm: 1 as the male arm, −1 as the female arm, 0 half-way. It has
   * an effect only where the arms differ.
   */
  markedness: number;
  /** Share of answers that mention gender beyond the marker. */
  salience: Record<Arm, number>;
  /** Share of answers that refuse, in words. */
  refusal: Record<Arm, number>;
  /** Share of answers that the content filter withholds. */
  filtered: Record<Arm, number>;
  /** Share of answers to a gendered prompt that drop the gender asked for: no marker, `they`. */
  erasure: number;
  /** Default gender of the neutral arm, by occupation; `other` for any other. */
  pronouns: Record<string, PronounShares> & { other: PronounShares };
}

/**
 * Effects of a bare question, and of one with a mitigation: a system or developer message, or a
 * request to rewrite the answer.
 */
export interface PlantedSettings {
  bare: Effects;
  instructed: Effects;
  /** Effects of single conditions of notebooks/prompts.json, by id, in place of `instructed`. */
  conditions?: Record<string, Effects>;
}

const forEveryArm = (share: number): Record<Arm, number> => ({
  neutral: share,
  male: share,
  female: share,
});

const NO_EFFECT: Effects = {
  coded: 0,
  agency: 0,
  sentiment: 0,
  distinct: 0,
  markedness: 0,
  salience: forEveryArm(0.05),
  refusal: forEveryArm(0),
  filtered: forEveryArm(0),
  erasure: 0,
  pronouns: { other: { she: 0.15, he: 0.15, they: 0.6 } },
};

/** The usual stereotypes, in the direction that the literature reports for large models. */
const MODERATE: Effects = {
  ...NO_EFFECT,
  coded: -0.6,
  agency: -0.6,
  sentiment: 0.3,
  distinct: 0.25,
  markedness: 0.6,
  salience: { neutral: 0.04, male: 0.08, female: 0.3 },
  pronouns: {
    nurse: { she: 0.7, he: 0.02, they: 0.25 },
    engineer: { she: 0.05, he: 0.55, they: 0.35 },
    teacher: { she: 0.5, he: 0.05, they: 0.4 },
    doctor: { she: 0.15, he: 0.4, they: 0.4 },
    chef: { she: 0.1, he: 0.45, they: 0.4 },
    other: { she: 0.2, he: 0.3, they: 0.45 },
  },
};

const STRONG: Effects = {
  ...MODERATE,
  coded: -1.5,
  agency: -1.5,
  sentiment: 1,
  distinct: 0.6,
  salience: { neutral: 0.02, male: 0.05, female: 0.6 },
};

/** The effects at a share of their size. Rates and pronouns move towards those of `NO_EFFECT`. */
function scaleEffects(effects: Effects, share: number): Effects {
  const mix = (from: number, to: number): number => from + share * (to - from);
  const rates = (from: Record<Arm, number>, to: Record<Arm, number>): Record<Arm, number> => ({
    neutral: mix(from.neutral, to.neutral),
    male: mix(from.male, to.male),
    female: mix(from.female, to.female),
  });
  const none = NO_EFFECT.pronouns.other;
  const pronouns = (to: PronounShares): PronounShares => ({
    she: mix(none.she, to.she),
    he: mix(none.he, to.he),
    they: mix(none.they, to.they),
  });
  return {
    coded: share * effects.coded,
    agency: share * effects.agency,
    sentiment: share * effects.sentiment,
    distinct: share * effects.distinct,
    markedness: effects.markedness,
    salience: rates(NO_EFFECT.salience, effects.salience),
    refusal: rates(NO_EFFECT.refusal, effects.refusal),
    filtered: rates(NO_EFFECT.filtered, effects.filtered),
    erasure: share * effects.erasure,
    pronouns: {
      ...Object.fromEntries(
        Object.entries(effects.pronouns).map(([name, shares]) => [name, pronouns(shares)]),
      ),
      other: pronouns(effects.pronouns.other),
    },
  };
}

/**
 * `default`: a moderate effect, which any instruction halves. `evasive`: with an instruction the
 * model refuses or drops the gender instead. `mitigations`: one effect per condition: M1 changes
 * nothing, M2 halves, M3 refuses, M4 erases the gender, M5 leaves a quarter.
 */
export const PRESETS = {
  none: { bare: NO_EFFECT, instructed: NO_EFFECT },
  default: { bare: MODERATE, instructed: scaleEffects(MODERATE, 0.5) },
  strong: { bare: STRONG, instructed: scaleEffects(STRONG, 0.5) },
  evasive: {
    bare: STRONG,
    instructed: {
      ...NO_EFFECT,
      refusal: { neutral: 0.02, male: 0.2, female: 0.5 },
      filtered: { neutral: 0, male: 0.02, female: 0.1 },
      erasure: 0.6,
    },
  },
  mitigations: {
    bare: STRONG,
    instructed: scaleEffects(STRONG, 0.5),
    conditions: {
      M1: STRONG,
      M2: scaleEffects(STRONG, 0.5),
      M3: { ...scaleEffects(STRONG, 0.5), refusal: { neutral: 0.05, male: 0.3, female: 0.6 } },
      M4: { ...NO_EFFECT, erasure: 0.7 },
      M5: scaleEffects(STRONG, 0.25),
    },
  },
} as const satisfies Record<string, PlantedSettings>;

/** Name of a preset. */
export type Preset = keyof typeof PRESETS;
