import { createHash } from "node:crypto";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A repeatable stream of random numbers. */
export interface Random {
  /** A whole number in [0, bound), bound ≤ 2^31. The bias of scaling 32 bits is below bound / 2^32. */
  below(bound: number): number;
  /** Fisher–Yates in place; returns the same array. */
  shuffle<T>(items: T[]): T[];
}

/** The stream of one purpose: the same seed and label always give the same numbers, other labels independent ones. */
export function randomOf(seed: number, label: string): Random {
  const generator = xoroshiro128plus(
    createHash("sha256").update(`${seed}/${label}`).digest().readInt32BE(0),
  );
  const below = (bound: number): number =>
    Math.floor(((generator.next() >>> 0) / 0x1_0000_0000) * bound);
  return {
    below,
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [items[last], items[other]] = [items[other]!, items[last]!];
      }
      return items;
    },
  };
}
