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
    const pairs = stratum.pairs && [...new Set(stratum.pairs.female)];
    if (inside.has(stratum) || (pairs && pairs.length > 1)) ranked.push(rank(stratum, pairs));
    else single.push(auc(stratum.female, stratum.male));
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
  female: Int32Array;
  male: Int32Array;
  counts: { female: Int32Array; male: Int32Array };
  /** Places by pair. */
  pairs?: { female: number[]; male: number[] }[];
}

function rank(stratum: Stratum, names: readonly string[] | undefined): Ranked {
  const distinct = [...new Set([...stratum.female, ...stratum.male])].sort((a, b) => a - b);
  const place = new Map(distinct.map((score, k) => [score, k]));
  const placesOf = (scores: readonly number[]): Int32Array =>
    Int32Array.from(scores, (score) => place.get(score)!);
  const [female, male] = [placesOf(stratum.female), placesOf(stratum.male)];
  const counts = { female: new Int32Array(distinct.length), male: new Int32Array(distinct.length) };
  if (!names) return { female, male, counts };
  const pairs = new Map(
    names.map((name) => [name, { female: [] as number[], male: [] as number[] }]),
  );
  stratum.pairs?.female.forEach((name, k) => pairs.get(name)?.female.push(female[k]!));
  stratum.pairs?.male.forEach((name, k) => pairs.get(name)?.male.push(male[k]!));
  return { female, male, counts, pairs: [...pairs.values()] };
}

function resampled({ female, male, counts }: Ranked, random: Random): number {
  counts.female.fill(0);
  counts.male.fill(0);
  for (let k = 0; k < female.length; k++) counts.female[female[random.below(female.length)]!]!++;
  for (let k = 0; k < male.length; k++) counts.male[male[random.below(male.length)]!]!++;
  return counted(counts);
}

function resampledByPairs({ counts, pairs = [] }: Ranked, random: Random): number {
  counts.female.fill(0);
  counts.male.fill(0);
  for (let k = 0; k < pairs.length; k++) {
    const pair = pairs[random.below(pairs.length)]!;
    for (const place of pair.female) counts.female[place]!++;
    for (const place of pair.male) counts.male[place]!++;
  }
  return counted(counts);
}

/** AUC from how often each score occurs in both arms. */
function counted({ female, male }: Ranked["counts"]): number {
  let [wins, females, males] = [0, 0, 0];
  for (let place = 0; place < female.length; place++) {
    wins += female[place]! * (males + male[place]! / 2);
    females += female[place]!;
    males += male[place]!;
  }
  return wins / (females * males);
}
