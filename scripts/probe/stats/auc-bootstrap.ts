import type { Random } from "./random";
import { auc } from "./auc";
import { resamplingPlan, type Stratum } from "./strata";

/**
 * Bootstrap replicates of the AUC averaged over strata, of given scores: every cell is resampled, or the pairs of a
 * stratum. Scores are ranked once and then only counted, so that a resample costs its texts. Strata that are a single
 * observation are resampled as one group, as in `resamplingPlan`.
 */
export function bootstrapAuc(
  strata: readonly Stratum[],
  random: Random,
  resamples: number,
): Float64Array {
  const inside = new Set(resamplingPlan(strata).cells);
  const ranked: Ranked[] = [];
  const single: number[] = [];
  for (const stratum of strata) {
    const pairs = stratum.pairs && [...new Set(stratum.pairs.a)];
    if (inside.has(stratum) || (pairs && pairs.length > 1)) ranked.push(rank(stratum, pairs));
    else single.push(auc(stratum.a, stratum.b));
  }
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (const one of ranked)
      sum += one.pairs ? resampledByPairs(one, random) : resampled(one, random);
    for (let k = 0; k < single.length; k++) sum += single[random.below(single.length)]!;
    return sum / strata.length;
  });
}

/** Places of the texts of one stratum among its distinct scores. */
interface Ranked {
  a: Int32Array;
  b: Int32Array;
  counts: { a: Int32Array; b: Int32Array };
  /** Places by pair. */
  pairs?: { a: number[]; b: number[] }[];
}

function rank(stratum: Stratum, names: readonly string[] | undefined): Ranked {
  const distinct = [...new Set([...stratum.a, ...stratum.b])].sort((a, b) => a - b);
  const place = new Map(distinct.map((score, k) => [score, k]));
  const placesOf = (scores: readonly number[]): Int32Array =>
    Int32Array.from(scores, (score) => place.get(score)!);
  const [a, b] = [placesOf(stratum.a), placesOf(stratum.b)];
  const counts = { a: new Int32Array(distinct.length), b: new Int32Array(distinct.length) };
  if (!names) return { a, b, counts };
  const pairs = new Map(names.map((name) => [name, { a: [] as number[], b: [] as number[] }]));
  stratum.pairs?.a.forEach((name, k) => pairs.get(name)?.a.push(a[k]!));
  stratum.pairs?.b.forEach((name, k) => pairs.get(name)?.b.push(b[k]!));
  return { a, b, counts, pairs: [...pairs.values()] };
}

function resampled({ a, b, counts }: Ranked, random: Random): number {
  counts.a.fill(0);
  counts.b.fill(0);
  for (let k = 0; k < a.length; k++) counts.a[a[random.below(a.length)]!]!++;
  for (let k = 0; k < b.length; k++) counts.b[b[random.below(b.length)]!]!++;
  return counted(counts);
}

function resampledByPairs({ counts, pairs = [] }: Ranked, random: Random): number {
  counts.a.fill(0);
  counts.b.fill(0);
  for (let k = 0; k < pairs.length; k++) {
    const pair = pairs[random.below(pairs.length)]!;
    for (const place of pair.a) counts.a[place]!++;
    for (const place of pair.b) counts.b[place]!++;
  }
  return counted(counts);
}

/** AUC from how often each score occurs in each sample. */
function counted({ a, b }: Ranked["counts"]): number {
  let [wins, sizeOfA, sizeOfB] = [0, 0, 0];
  for (let place = 0; place < a.length; place++) {
    wins += a[place]! * (sizeOfB + b[place]! / 2);
    sizeOfA += a[place]!;
    sizeOfB += b[place]!;
  }
  return wins / (sizeOfA * sizeOfB);
}
