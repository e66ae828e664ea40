/**
 * Numbers keys in the order of their first appearance, from 0.
 * @example new Numbering<string>().of("x") // 0
 */
export class Numbering<K> {
  private readonly numbers = new Map<K, number>();

  /** The number of a key, a new one for a key that has none. */
  of(key: K): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** The numbers of several keys, in their order. */
  all(keys: readonly K[]): Int32Array {
    const numbers = new Int32Array(keys.length);
    for (let k = 0; k < keys.length; k++) numbers[k] = this.of(keys[k]!);
    return numbers;
  }

  /** How many keys there are: their numbers are below. */
  get size(): number {
    return this.numbers.size;
  }

  /** The keys by their numbers. */
  get keys(): K[] {
    return [...this.numbers.keys()];
  }
}
