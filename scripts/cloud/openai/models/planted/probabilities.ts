import type { Arm } from "./settings";

/** Probability of a plus word in a slot without an effect, and also of a minus word. */
const BASE = 0.35;

/** Number of slots of each axis in a text. All are among its first 75 words. */
export const SLOTS = { coded: 4, agency: 2, sentiment: 3, hobbies: 2 } as const;

/**
 * Position of an arm between the male (−1) and the female (+1) wording. With a `markedness` of 1
 * the neutral arm has the male wording.
 */
function position(arm: Arm, markedness: number): number {
  if (arm === "female") return 1;
  if (arm === "male") return -1;
  return -markedness || 0;
}

/**
 * The probabilities of a plus and of a minus word in one slot that give an axis of `slots`
 * independent slots exactly the effect `g` (female − male, in within-arm standard deviations). With
 * t the difference of the two probabilities, the score of an arm has the mean ±slots·t and the
 * variance slots·(2·BASE − t²), so g = 2·√slots·t / √(2·BASE − t²), solved for t.
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

/** Probability that a hobby comes from the female list. */
export const femaleHobbyProbability = (distinct: number, arm: Arm, markedness: number): number =>
  0.5 + (position(arm, markedness) * distinct) / 2;
