import { Numbering } from "../../base/numbering";
import type { Spec } from "../design";
import type { Answer } from "../journal";
import { withBothArms, type TextStratum } from "../metrics/metric";
import { randomOf } from "../stats/random";
import { benjaminiHochberg } from "../stats/benjamini-hochberg";
import { countsOf, markedWords, type MarkedWord } from "../stats/log-odds";
import { similarity, type Similarity } from "../stats/similarity";
import { genderedPromptsOf, type GenderedPrompts } from "./gendered-prompts";
import { ratesOf, type Rate } from "./rates";
import { resamplingOf } from "./gate/resampling";

/** A marked word with its occurrences by gender. */
export type MarkedWordByGender = Omit<MarkedWord, "a" | "b"> & { female: number; male: number };

/** Results beside the gate. They explain, and never decide. */
export interface Secondary {
  /** The words that stand out most, at most `MAX_WORDS`, by |z|; p is corrected for all words (maxT). */
  markedWords: readonly MarkedWordByGender[];
  /** Absent when no occupation has two answers in each arm. */
  similarity?: Similarity & { pAdjusted: number };
  rates: readonly (Rate & { pAdjusted: number })[];
  /** Absent without neutral answers. */
  loaded?: GenderedPrompts;
}

const MAX_WORDS = 30;

/** The secondary metrics of one condition; Benjamini–Hochberg over similarity and rates. */
export function secondaryOf(
  strata: readonly TextStratum[],
  answers: readonly Answer[],
  condition: string,
  spec: Spec,
): Secondary {
  const { secondaryPermutations } = resamplingOf(strata, spec);
  const compared = withBothArms(strata);
  const random = (use: string) => randomOf(spec.seed, `${use} ${condition}`);
  const like = similarity(
    compared.map(({ female, male }) => ({
      a: female.map((t) => t.words),
      b: male.map((t) => t.words),
    })),
    random("similarity"),
    secondaryPermutations,
  );
  const rates = ratesOf(answers, condition, spec.seed, secondaryPermutations);
  const adjusted = benjaminiHochberg([...rates.map(({ p }) => p), ...(like ? [like.p] : [])]);
  return {
    markedWords: wordsOf(strata, random("marked words"), secondaryPermutations).slice(0, MAX_WORDS),
    similarity: like && { ...like, pAdjusted: adjusted.at(-1)! },
    loaded: genderedPromptsOf(strata),
    rates: rates.map((rate, k) => ({ ...rate, pAdjusted: adjusted[k]! })),
  };
}

function wordsOf(
  strata: readonly TextStratum[],
  random: ReturnType<typeof randomOf>,
  permutations: number,
): MarkedWordByGender[] {
  const numbering = new Numbering<string>();
  const numbered = ({ words }: { words: readonly string[] }): Int32Array => numbering.all(words);
  const arms = strata.map(({ neutral, female, male }) => ({
    neutral: neutral.map(numbered),
    female: female.map(numbered),
    male: male.map(numbered),
  }));
  const background = countsOf(
    numbering.size,
    arms.flatMap(({ neutral, female, male }) => [...neutral, ...female, ...male]),
  );
  const compared = withBothArms(arms).map(({ female, male }) => ({ a: female, b: male }));
  return markedWords(compared, numbering.keys, background, random, permutations).map(
    ({ word, a, b, ...statistics }) => ({ word, female: a, male: b, ...statistics }),
  );
}
