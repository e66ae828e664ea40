import { withBothArms, type Text, type TextStratum } from "../metrics/metric";

/** A word that the mask leaves, with its share of the answers in each arm. */
export interface LeakedWord {
  word: string;
  /** Share of the answers about women, and about men, with this word; averaged over the occupations. */
  female: number;
  male: number;
}

const MAX_WORDS = 10;

/**
 * The words whose presence differs most between the arms after masking: the classifier of the
 * distinguishability metric relies on them. A name or a gendered word among them is a leak of the
 * mask, not a finding.
 */
export function leakOf(strata: readonly TextStratum[]): LeakedWord[] {
  const compared = withBothArms(strata);
  const shares = new Map<string, { female: number; male: number }>();
  for (const stratum of compared)
    for (const arm of ["female", "male"] as const)
      for (const [word, share] of sharesOf(stratum[arm])) {
        const both = shares.get(word) ?? { female: 0, male: 0 };
        shares.set(word, both);
        both[arm] += share / compared.length;
      }
  return [...shares]
    .map(([word, share]) => ({ word, ...share }))
    .sort(
      (a, b) =>
        Math.abs(b.female - b.male) - Math.abs(a.female - a.male) || (a.word < b.word ? -1 : 1),
    )
    .slice(0, MAX_WORDS);
}

function sharesOf(texts: readonly Text[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { words } of texts)
    for (const word of new Set(words)) shares.set(word, (shares.get(word) ?? 0) + 1 / texts.length);
  return shares;
}
