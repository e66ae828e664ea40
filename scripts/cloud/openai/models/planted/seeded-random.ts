import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A pseudo-random generator: the same seed gives the same values on every machine. */
export class SeededRandom {
  private readonly generator;

  constructor(...seed: (string | number)[]) {
    const digest = createHash("sha256").update(JSON.stringify(seed)).digest();
    this.generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  }

  /** A number from 0 to 1, without 1. */
  fraction(): number {
    return uniformFloat64(this.generator);
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.fraction() < p;
  }

  /**
   * A random index with these probabilities. They may sum to less than 1; the rest is the
   * probability of the index after the last.
   */
  weightedIndex(probabilities: readonly number[]): number {
    let rest = this.fraction();
    const index = probabilities.findIndex((p) => (rest -= p) < 0);
    return index === -1 ? probabilities.length : index;
  }

  /** A random item. @throws Error when there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[uniformInt(this.generator, 0, items.length - 1)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** `count` different items in random order, or all of them when there are fewer. */
  sample<T>(items: readonly T[], count = items.length): T[] {
    const rest = [...items];
    const sampled: T[] = [];
    while (sampled.length < count && rest.length > 0)
      sampled.push(...rest.splice(uniformInt(this.generator, 0, rest.length - 1), 1));
    return sampled;
  }
}
