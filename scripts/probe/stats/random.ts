import { createHash } from "node:crypto";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A repeatable stream of random numbers. */
export interface Random {
  /**
   * A whole number in [0, bound), bound ≤ 2^31. The bias of scaling 32 bits is below bound / 2^32.
   */
  below(bound: number): number;
  /** Fisher–Yates in place; returns the same array. */
  shuffle<T>(items: T[]): T[];
}

/**
 * The stream of one purpose. The same seed and label always give the same numbers; another label
 * gives independent ones.
 * @example randomOf(1, "x").shuffle([1, 2, 3]) // [3, 2, 1]
 */
export function randomOf(seed: number, label: string): Random {
  const generator = xoroshiro128plus(
    createHash("sha256").update(`${seed}/${label}`).digest().readInt32BE(0),
  );
  const below = (bound: number): number =>
    Math.floor(((generator.next() >>> 0) / 0x1_0000_0000) * bound);
  return {
    below,
    shuffle(items) {
      shuffleBy(items.length, { below }, (i, j) => {
        swap(items, i, j);
      });
      return items;
    },
  };
}

/** A stream for each of several purposes. */
export type RandomFor = (label: string) => Random;

/**
 * Streams whose labels begin alike.
 * @example randomsOf(1, "x")("y").below(1) // 0
 */
export const randomsOf =
  (seed: number, purpose: string): RandomFor =>
  (label) =>
    randomOf(seed, `${purpose} ${label}`);

/**
 * Fisher–Yates over the positions 0 to `count` − 1; `exchange` swaps what is at two of them.
 * @example shuffleBy(1, randomOf(1, "x"), () => undefined) // undefined
 */
function shuffleBy(
  count: number,
  random: Pick<Random, "below">,
  exchange: (i: number, j: number) => void,
): void {
  for (let last = count - 1; last > 0; last--) exchange(last, random.below(last + 1));
}

/**
 * Moves `count` items, drawn without replacement, to the front: the first steps of a Fisher–Yates
 * shuffle, in place. Returns the same array.
 * @example drawToFront([1, 2, 3], 2, randomOf(1, "x")) // [1, 3, 2]
 */
export function drawToFront<T>(items: T[], count: number, random: Pick<Random, "below">): T[] {
  for (let i = 0; i < count; i++) swap(items, i, i + random.below(items.length - i));
  return items;
}

function swap(items: unknown[], i: number, j: number): void {
  [items[i], items[j]] = [items[j], items[i]];
}
