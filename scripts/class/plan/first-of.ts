/** The first result that is defined. @example firstOf([1, 2], (n) => (n > 1 ? "two" : undefined)) // "two" */
export function firstOf<T, R>(
  items: readonly T[],
  read: (item: T) => R | undefined,
): R | undefined {
  for (const item of items) {
    const found = read(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
