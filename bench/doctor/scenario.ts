import type { Draw } from "./draw";
import type { Settings, Subscription } from "./subscription";

/** What a scenario asks for, once its world is made. */
export interface Asked {
  stack: string;
  settings: Settings;
  /** It takes rights of reading away, so that the doctor may say `unknown`. */
  withheld?: boolean;
  /** It is also destroyed, to see what stays. */
  destroyed?: boolean;
}

/**
 * One kind of world. The variants are its cases in order; what a case leaves open is drawn.
 */
export interface Kind {
  name: string;
  variants: Variant[];
}

/** Makes a world in a new subscription. */
export interface Variant {
  name: string;
  make: (subscription: Subscription, draw: Draw) => Asked | Promise<Asked>;
}

/** A world and a configuration, repeatable by its seed. */
export interface Scenario extends Variant {
  kind: string;
  /** Which scenario of its variant it is, from 0. */
  nth: number;
  seed: number;
}

/** `count` scenarios of a kind: each variant about equally often. */
export const scenariosOf = ({ name, variants }: Kind, count: number, seed: number): Scenario[] =>
  Array.from({ length: count }, (_, n) => ({
    ...variants[n % variants.length]!,
    kind: name,
    nth: Math.floor(n / variants.length),
    seed: seed + n,
  }));
