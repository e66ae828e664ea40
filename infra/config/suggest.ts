/** Levenshtein distance between two words, ignoring case. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + Number(a[i]!.toLowerCase() !== b[j]!.toLowerCase()),
        ),
      );
    row = next;
  }
  return row[b.length]!;
}

/**
 * The candidate nearest to a misspelt word; undefined when more than a third of the word differs.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance <= Math.ceil(word.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}
