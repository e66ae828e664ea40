/** Levenshtein distance between two words, ignoring case; two swapped letters count as one edit. */
function editDistance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const isSwap = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + Number(a[i] !== b[j]),
          isSwap ? before[j - 1]! + 1 : Infinity,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

const lettersOf = (word: string): string => Array.from(word.toLowerCase()).sort().join("");

/**
 * The candidate nearest to a misspelt word, of equally near ones that with the same letters;
 * undefined when more than a third of the word differs.
 * @example suggest("xeport", ["report", "export"]) // "export"
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      distance: editDistance(word, candidate),
      hasOtherLetters: Number(lettersOf(word) !== lettersOf(candidate)),
    }))
    .filter(({ distance }) => distance <= Math.ceil(word.length / 3))
    .sort((a, b) => a.distance - b.distance || a.hasOtherLetters - b.hasOtherLetters);
  return best?.candidate;
}
