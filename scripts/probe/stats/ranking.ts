/** Scores in a bucket that are still put in order one by one. */
const FEW = 32;

/**
 * Scores in order, in which others find their rank. Buckets of equal width, as many as there are scores,
 * make both take about constant time a score where scores are spread. Where many share a
 * bucket all are sorted, and ranks are found in log n.
 */
export class Ranking {
  /** The scores in order, in the first `size` places. */
  private readonly sorted: Float64Array;
  /** Where each bucket begins in `sorted`; one more for the end. */
  private readonly starts: Uint32Array;
  private size = 0;
  private lowest = 0;
  private perUnit = 0;

  /** @param capacity the most scores that it will hold: its buffers are allocated once */
  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
    this.starts = new Uint32Array(capacity + 1);
  }

  /** Takes these scores in place of those that it held; returns itself. */
  hold(scores: ArrayLike<number>): this {
    let [lowest, highest] = [Infinity, -Infinity];
    for (let k = 0; k < scores.length; k++) {
      lowest = Math.min(lowest, scores[k]!);
      highest = Math.max(highest, scores[k]!);
    }
    this.size = scores.length;
    this.lowest = lowest;
    this.perUnit = highest > lowest ? (this.size - 1) / (highest - lowest) : 0;
    this.fill(scores);
    return this;
  }

  /** How many scores are lower than a value. */
  below(value: number): number {
    return this.count(value, false);
  }

  /** How many scores are not higher than a value. */
  upTo(value: number): number {
    return this.count(value, true);
  }

  private count(value: number, withEqual: boolean): number {
    const bucket = this.bucketOf(value);
    let [from, to] = [this.starts[bucket]!, this.starts[bucket + 1]!];
    while (from < to) {
      const middle = (from + to) >> 1;
      const score = this.sorted[middle]!;
      if (score < value || (withEqual && score === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private bucketOf(value: number): number {
    const bucket = Math.floor((value - this.lowest) * this.perUnit);
    return Math.max(0, Math.min(this.size - 1, bucket));
  }

  private fill(scores: ArrayLike<number>): void {
    const { sorted, starts, size } = this;
    starts.fill(0, 0, size);
    for (let k = 0; k < size; k++) starts[this.bucketOf(scores[k]!)]!++;
    let [end, most] = [0, 0];
    for (let bucket = 0; bucket < size; bucket++) {
      most = Math.max(most, starts[bucket]!);
      starts[bucket] = end += starts[bucket]!;
    }
    starts[size] = size;
    // Filled from its end, each bucket is left at its beginning.
    for (let k = 0; k < size; k++) sorted[--starts[this.bucketOf(scores[k]!)]!] = scores[k]!;
    if (most > FEW) sorted.subarray(0, size).sort();
    else insertInOrder(sorted, size);
  }
}

/** Sorts the first values, of which none is far from its place. */
function insertInOrder(values: Float64Array, size: number): void {
  for (let k = 1; k < size; k++) {
    const value = values[k]!;
    let place = k;
    for (; place > 0 && values[place - 1]! > value; place--) values[place] = values[place - 1]!;
    values[place] = value;
  }
}
