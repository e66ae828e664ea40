import type { Arm } from "./settings";

/** Chance that a slot of a word axis holds a plus word when nothing is tilted; the same for a minus word. */
const BASE = 0.35;

/** Slots of each axis in every text; all of them stand within its first 75 words. */
export const SLOTS = { coded: 4, agency: 2, sentiment: 3, hobbies: 2 } as const;

/** Where an arm stands between the male (−1) and the female (+1) wording. `markedness` 1 puts the neutral arm on the male side. */
const position = (arm: Arm, markedness: number): number =>
  arm === "female" ? 1 : arm === "male" ? -1 : -markedness || 0;

/**
 * The chances of [plus, minus] in one slot that give an axis of `slots` independent slots exactly the effect `g`
 * (female − male, in within-arm standard deviations). With t the difference of the two chances, an arm's score has mean
 * ±slots·t and variance slots·(2·BASE − t²), so g = 2·√slots·t / √(2·BASE − t²); solved for t.
 */
export function slotProbabilities(
  g: number,
  slots: number,
  arm: Arm,
  markedness: number,
): [plus: number, minus: number] {
  const t = (g * Math.sqrt(2 * BASE)) / Math.sqrt(4 * slots + g * g);
  const tilt = (position(arm, markedness) * t) / 2;
  return [BASE + tilt, BASE - tilt];
}

/** The chance that a hobby is one of the female list. */
export const femaleHobbyProbability = (distinct: number, arm: Arm, markedness: number): number =>
  0.5 + (position(arm, markedness) * distinct) / 2;
