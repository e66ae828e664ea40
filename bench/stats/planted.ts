import type { Text, TextStratum } from "../../scripts/probe/metrics/metric";
import { meanCompound } from "../../scripts/probe/metrics/sentiment";
import type { Random } from "../../scripts/probe/stats/random";
import { windowOf } from "../../scripts/probe/text/masking";

/** Plain words and some of every word list, so that every metric varies. */
const WORDS =
  "plans notes tools early years method careful team busy steady leads decisive challenge support warm understand confident helpful good great difficult despite role".split(
    " ",
  );
/** Strata of the planted data. */
export const OCCUPATIONS = ["nurse", "engineer", "teacher", "doctor", "chef"];

/** A text of one sentence with these words, none of which is masked. */
function textOf(words: string[], index: number): Text {
  const said = words.join(" ");
  const window = windowOf(said, () => false);
  return { words, compound: meanCompound(said, window), index };
}

const wordsOf = (random: Random): string[] =>
  Array.from(
    { length: 15 + random.below(30) },
    () => WORDS[Math.floor(random.below(WORDS.length ** 2) ** 0.5)]!,
  );

/** How many answers a design has. */
export interface Design {
  occupations: readonly string[];
  /** Answers per occupation about women and without a gender. */
  perCell: number;
  /** Answers per occupation about men. */
  men: number;
}

/** Texts of one distribution in all three arms: no difference. */
export const sameEverywhere = (random: Random, perCell: number): TextStratum[] =>
  sameIn(random, { occupations: OCCUPATIONS, perCell, men: perCell });

/** The same in any design. */
export function sameIn(random: Random, { occupations, perCell, men }: Design): TextStratum[] {
  const arm = (count: number): Text[] =>
    Array.from({ length: count }, (_, index) => textOf(wordsOf(random), index));
  return occupations.map((name) => ({
    name,
    neutral: arm(perCell),
    female: arm(perCell),
    male: arm(men),
  }));
}

/** Share of the texts about men with the planted word. */
const COMMON = 0.3;

/** Texts of one distribution, with a word that 30 % of those about men have, and a share of `surplus` more of those about women. */
export function plantedWord(random: Random, perCell: number, surplus: number): TextStratum[] {
  const arm = (share: number): Text[] =>
    Array.from({ length: perCell }, (_, index) =>
      textOf(
        [...wordsOf(random), ...(random.below(1_000_000) < share * 1_000_000 ? ["organized"] : [])],
        index,
      ),
    );
  return OCCUPATIONS.map((name) => ({
    name,
    neutral: [],
    female: arm(COMMON + surplus),
    male: arm(COMMON),
  }));
}
