import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws of one scenario, repeatable by its seed. */
export class Draw {
  private readonly random;

  /** @param nth which scenario of its variant it is, from 0 */
  constructor(
    seed: number,
    private readonly nth: number,
  ) {
    this.random = xoroshiro128plus(seed);
  }

  /** A whole number from `min` to `max`. */
  int(min: number, max: number): number {
    return uniformInt(this.random, min, max);
  }

  /** One after the other, in the scenarios of a variant: none is left out. */
  each<T>(values: readonly T[]): T {
    return values[this.nth % values.length]!;
  }

  of<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)]!;
  }
}
