/**
 * A function that computes the value of each key once, and keeps it as long as it lives itself: for
 * keys of which there are few, such as the distinct words of many texts.
 * @example memoised((word: string) => word.length)("word") // 4
 */
export function memoised<K, V>(valueOf: (key: K) => V): (key: K) => V {
  const values = new Map<K, V>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = valueOf(key);
    values.set(key, value);
    return value;
  };
}
