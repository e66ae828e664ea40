import type { Random } from "./random";

/** Signs that whole units get, one after another. */
export interface SignFlips {
  /** How many there are, beside the signs that were observed. */
  count: number;
  /** Whether these are all that are possible. */
  isExact: boolean;
  /** Fills in the next ones: 1, or −1 for a unit whose samples change places. */
  next(signs: Int8Array): void;
}

/** Signs are enumerated as the bits of one whole number. */
const MAX_BITS = 30;

/**
 * The signs of units whose two samples may be exchanged as wholes: all of them where there are no
 * more than `most`, else so many at random. With the observed ones the test is exact (Lehmann &
 * Romano 2005, Testing Statistical Hypotheses, 15.2); the smallest two-sided p is 2 / 2^units.
 * @example signFlips(3, 9_999, randomOf(1, "x")).count // 7
 */
export function signFlips(units: number, most: number, random: Random): SignFlips {
  const all = units > MAX_BITS ? Infinity : 2 ** units - 1;
  if (all > most)
    return {
      count: most,
      isExact: false,
      next: (signs) => {
        for (let k = 0; k < units; k++) signs[k] = random.below(2) === 0 ? 1 : -1;
      },
    };
  let flipped = 0;
  return {
    count: all,
    isExact: true,
    next: (signs) => {
      flipped++;
      for (let k = 0; k < units; k++) signs[k] = ((flipped >> k) & 1) === 0 ? 1 : -1;
    },
  };
}
