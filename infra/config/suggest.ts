/** Levenshtein distance between two short words. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + (a[i]!.toLowerCase() === b[j]!.toLowerCase() ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length]!;
}

/** What `word` was probably meant to be: the nearest candidate, when at most a third of it is wrong. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, far: editDistance(word, candidate) }));
  const best = ranked.reduce<(typeof ranked)[number] | undefined>(
    (least, next) => (least && least.far <= next.far ? least : next),
    undefined,
  );
  return best && best.far <= Math.ceil(word.length / 3) ? best.candidate : undefined;
}
