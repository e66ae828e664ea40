import type { Measured, TextStratum } from "../../metrics/metric";
import { randomOf } from "../../stats/random";
import { chiSquareTail } from "../../stats/chi-square";
import { hedgesCorrection, pooledSd } from "../../stats/hedges";
import { permutationTest } from "../../stats/permutation";
import { mean, variance, type Stratum } from "../../stats/strata";

import type { EarlyLate, Heterogeneity } from "./metric-result";

/** Cochran's Q of the differences of the strata, weighted by their precision. Undefined when nothing varies. */
export function heterogeneity(strata: readonly Stratum[]): Heterogeneity | undefined {
  const effects = strata.flatMap(({ a, b }) => {
    const error = variance(a) / a.length + variance(b) / b.length;
    return a.length > 1 && b.length > 1 && error > 0
      ? [{ d: mean(a) - mean(b), weight: 1 / error }]
      : [];
  });
  if (effects.length < 2) return undefined;
  const total = effects.reduce((sum, { weight }) => sum + weight, 0);
  const centre = effects.reduce((sum, { d, weight }) => sum + d * weight, 0) / total;
  const q = effects.reduce((sum, { d, weight }) => sum + weight * (d - centre) ** 2, 0);
  const df = effects.length - 1;
  return { q, df, p: chiSquareTail(q, df), iSquared: q > df ? (q - df) / q : 0 };
}

/** Compares the contrast of the first and the second half of each cell, halves exchanged at random within cells. */
export function earlyAgainstLate(
  { metric, measurement }: Measured,
  texts: readonly TextStratum[],
  seed: number,
  permutations: number,
): EarlyLate | undefined {
  const indices = new Map(texts.map((stratum) => [stratum.name, stratum]));
  // a: early, b: late. The contrast of contrasts is one of sums: scores about men count negative.
  const halves = measurement.strata.flatMap((stratum): Stratum[] => {
    const source = indices.get(stratum.name)!;
    return (
      [
        { arm: "female", scores: stratum.a, sign: 1 },
        { arm: "male", scores: stratum.b, sign: -1 },
      ] as const
    ).map(({ arm, scores, sign }) => {
      const middle = source[arm].reduce((most, { index }) => Math.max(most, index + 1), 0) / 2;
      const half = (late: boolean): number[] =>
        scores.flatMap((score, k) =>
          source[arm][k]!.index >= middle === late ? [sign * score] : [],
        );
      return { name: `${stratum.name} ${arm}`, a: half(false), b: half(true) };
    });
  });
  const { sd, df } = pooledSd(measurement.strata);
  if (sd === 0 || halves.some(({ a, b }) => a.length < 2 || b.length < 2)) return undefined;
  const difference = 2 * mean(halves.map(({ a, b }) => mean(a) - mean(b)));
  return {
    difference: (hedgesCorrection(df) * difference) / sd,
    p: permutationTest(halves, randomOf(seed, `early ${metric.id}`), permutations),
  };
}
