import { tokenize } from "./tokenize";

/** Two texts are near-copies when they share this part of their word triples (Jaccard). */
const NEAR_COPY = 0.8;
const TRIPLE = 3;
/** Shorter texts (labels, single words) coincide by chance: they are no copies. */
const MIN_WORDS = 8;

/**
 * For each text the position of the first text that it repeats, its own where it repeats none: the
 * same words, or nearly the same (Broder 1997, On the resemblance and containment of documents: the
 * Jaccard similarity of their runs of three words is at least .8). Digits and punctuation are no
 * words, and a text of fewer than eight words repeats none.
 */
export function firstCopies(texts: readonly string[]): number[] {
  const shingles = texts.map(shinglesOf);
  const rarity = countsOf(shingles);
  /** Texts that repeat none, by each of their rarest shingles. */
  const firsts = new Map<string, number[]>();
  return shingles.map((own, k) => {
    const rare = [...own].sort((a, b) => rarity.get(a)! - rarity.get(b)! || (a < b ? -1 : 1));
    // Of texts so similar, some of these few must be shared (prefix filter: Chaudhuri et al. 2006).
    const prefix = rare.slice(0, Math.floor((1 - NEAR_COPY) * own.size) + 1);
    const candidates = [...new Set(prefix.flatMap((shingle) => firsts.get(shingle) ?? []))];
    const first = candidates.sort((a, b) => a - b).find((other) => isNear(own, shingles[other]!));
    if (first !== undefined) return first;
    for (const shingle of prefix) firsts.set(shingle, [...(firsts.get(shingle) ?? []), k]);
    return k;
  });
}

/** The runs of three words of a text; none of a short one. */
function shinglesOf(text: string): Set<string> {
  const words = tokenize(text);
  if (words.length < MIN_WORDS) return new Set();
  return new Set(words.slice(TRIPLE - 1).map((_, k) => words.slice(k, k + TRIPLE).join(" ")));
}

function countsOf(sets: readonly Set<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const one of set) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function isNear(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const one of a) if (b.has(one)) shared++;
  return shared >= NEAR_COPY * (a.size + b.size - shared);
}
