import type { Random } from "./random";
import { auc } from "./auc";
import { resamplingPlan, type Stratum } from "./strata";

/**
 * Bootstrap replicates of the AUC averaged over strata, for given scores. Each sample of a stratum
 * is resampled with replacement, or its pairs if it has any. Strata that are a single observation
 * are resampled as one group, as in `resamplingPlan`. Scores are ranked once and afterwards only
 * counted, so that the cost is resamples × scores.
 * @example bootstrapAuc([{ name: "x", a: [2, 3], b: [0, 1] }], randomOf(1, "x"), 2) // [1, 1]
 */
export function bootstrapAuc(
  strata: readonly Stratum[],
  random: Random,
  resamples: number,
): Float64Array {
  const cells = new Set(resamplingPlan(strata).cells);
  const ranked: RankedStratum[] = [];
  const singleAucs: number[] = [];
  for (const stratum of strata) {
    const pairNames = [...new Set(stratum.pairs?.a)];
    if (cells.has(stratum) || pairNames.length > 1) ranked.push(rankScores(stratum, pairNames));
    else singleAucs.push(auc(stratum.a, stratum.b));
  }
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (const stratum of ranked) sum += resampledAuc(stratum, random);
    for (let k = 0; k < singleAucs.length; k++) sum += singleAucs[random.below(singleAucs.length)]!;
    return sum / strata.length;
  });
}

/** The scores of one stratum as ranks among its distinct scores, from 0. */
interface RankedStratum {
  a: Int32Array;
  b: Int32Array;
  /** Buffers: how often each rank occurs in a resample. */
  counts: { a: Int32Array; b: Int32Array };
  /** Ranks by pair; empty without pairs. */
  pairs: { a: number[]; b: number[] }[];
}

function rankScores(stratum: Stratum, pairNames: readonly string[]): RankedStratum {
  const distinct = [...new Set([...stratum.a, ...stratum.b])].sort((x, y) => x - y);
  const rankOf = new Map(distinct.map((score, rank) => [score, rank]));
  const ranksOf = (scores: readonly number[]): Int32Array =>
    Int32Array.from(scores, (score) => rankOf.get(score)!);
  const [a, b] = [ranksOf(stratum.a), ranksOf(stratum.b)];
  const counts = { a: new Int32Array(distinct.length), b: new Int32Array(distinct.length) };
  const pairs = new Map(pairNames.map((name) => [name, { a: [] as number[], b: [] as number[] }]));
  stratum.pairs?.a.forEach((name, k) => pairs.get(name)?.a.push(a[k]!));
  stratum.pairs?.b.forEach((name, k) => pairs.get(name)?.b.push(b[k]!));
  return { a, b, counts, pairs: [...pairs.values()] };
}

function resampledAuc({ a, b, counts, pairs }: RankedStratum, random: Random): number {
  counts.a.fill(0);
  counts.b.fill(0);
  if (pairs.length > 0) {
    for (let k = 0; k < pairs.length; k++) {
      const pair = pairs[random.below(pairs.length)]!;
      for (const rank of pair.a) counts.a[rank]!++;
      for (const rank of pair.b) counts.b[rank]!++;
    }
  } else {
    for (let k = 0; k < a.length; k++) counts.a[a[random.below(a.length)]!]!++;
    for (let k = 0; k < b.length; k++) counts.b[b[random.below(b.length)]!]!++;
  }
  return aucOfCounts(counts);
}

/** AUC from how often each score occurs in each sample, scores ascending. */
function aucOfCounts({ a, b }: RankedStratum["counts"]): number {
  let [wins, sizeOfA, sizeOfB] = [0, 0, 0];
  for (let rank = 0; rank < a.length; rank++) {
    wins += a[rank]! * (sizeOfB + b[rank]! / 2);
    sizeOfA += a[rank]!;
    sizeOfB += b[rank]!;
  }
  return wins / (sizeOfA * sizeOfB);
}
