import { sortedDistinct } from "../../base/distinct";
import { Numbering } from "../../base/numbering";
import { tokenize } from "./tokenize";

/**
 * Two texts are near-copies when they share this part of their word triples (Jaccard): 4 of 5. Whole
 * numbers, so that a share of exactly .8 is one.
 */
const [SHARED, OF] = [4, 5];
/** Shorter texts (labels, single words) coincide by chance: they are no copies. */
const MIN_WORDS = 8;
/** Two whole numbers below this fit into one. */
const RADIX = 2 ** 26;

/** The triples of a text as numbers, ascending; a smaller one occurs in fewer texts. */
type Triples = Float64Array;

/**
 * For each text the position of the first text that it repeats, its own where it repeats none: the
 * same words, or nearly the same (Broder 1997, On the resemblance and containment of documents: the
 * Jaccard similarity of their runs of three words is at least .8). Digits and punctuation are no
 * words, and a text of fewer than eight words repeats none.
 */
export function firstCopies(texts: readonly string[]): number[] {
  const triples = byRarity(texts.map(tripleReader()));
  /** Texts that repeat none, by each of their rarest triples. */
  const firsts = new Map<number, number[]>();
  return triples.map((own, k) => {
    // Of texts so similar, some of these few must be shared (prefix filter: Chaudhuri et al. 2006).
    const rarest = own.slice(0, own.length - Math.ceil((SHARED * own.length) / OF) + 1);
    const candidates = new Set<number>();
    for (const triple of rarest)
      for (const other of firsts.get(triple) ?? []) candidates.add(other);
    const near = [...candidates].filter((other) => isNear(own, triples[other]!));
    if (near.length > 0) return Math.min(...near);
    for (const triple of rarest) {
      const known = firsts.get(triple);
      if (known) known.push(k);
      else firsts.set(triple, [k]);
    }
    return k;
  });
}

/** Reads the distinct runs of three words of texts as numbers; none of a short text. */
function tripleReader(): (text: string) => Int32Array {
  const words = new Numbering<string>();
  const pairs = new Numbering<number>();
  const triples = new Numbering<number>();
  return (text) => {
    const read = words.all(tokenize(text));
    if (read.length < MIN_WORDS) return new Int32Array(0);
    const found = new Int32Array(read.length - 2);
    for (let k = 2; k < read.length; k++) {
      const pair = pairs.of(read[k - 2]! * RADIX + read[k - 1]!);
      found[k - 2] = triples.of(pair * RADIX + read[k]!);
    }
    return sortedDistinct(found);
  };
}

function byRarity(texts: readonly Int32Array[]): Triples[] {
  const counts: number[] = [];
  for (const triples of texts)
    for (const triple of triples) counts[triple] = (counts[triple] ?? 0) + 1;
  return texts.map((triples) =>
    Float64Array.from(triples, (triple) => counts[triple]! * RADIX + triple).sort(),
  );
}

function isNear(a: Triples, b: Triples): boolean {
  const sizes = a.length + b.length;
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (!isEnough(shared + Math.min(a.length - i, b.length - j), sizes)) return false;
    const [x, y] = [a[i]!, b[j]!];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return isEnough(shared, sizes);
}

/** Whether two texts of so many triples together that share so many are near-copies. */
const isEnough = (shared: number, sizes: number): boolean =>
  OF * shared >= SHARED * (sizes - shared);
