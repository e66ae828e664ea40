import type { TextStratum } from "../../metrics/metric";
import { randomOf } from "../../stats/random";
import { chiSquareTail } from "../../stats/chi-square";
import { hedgesCorrection, pooledSd } from "../../stats/hedges";
import { permutationTest } from "../../stats/permutation";
import { mean, variance, type Stratum } from "../../stats/strata";
import type { Measured } from "./measured";
import type { EarlyLate, Heterogeneity } from "./metric-result";

/** Cochran's Q of the differences of the strata, weighted by their precision. Undefined where nothing varies. */
export function heterogeneity(strata: readonly Stratum[]): Heterogeneity | undefined {
  const effects = strata.flatMap(({ female, male }) => {
    const error = variance(female) / female.length + variance(male) / male.length;
    return female.length > 1 && male.length > 1 && error > 0
      ? [{ d: mean(female) - mean(male), weight: 1 / error }]
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
  // The contrast of contrasts is one of sums: M scores count negative.
  const halves = measurement.strata.flatMap((stratum): Stratum[] => {
    const source = indices.get(stratum.name)!;
    return (["female", "male"] as const).map((arm) => {
      const sign = arm === "female" ? 1 : -1;
      const middle = source[arm].reduce((most, { index }) => Math.max(most, index + 1), 0) / 2;
      const half = (late: boolean): number[] =>
        stratum[arm].flatMap((score, k) =>
          source[arm][k]!.index >= middle === late ? [sign * score] : [],
        );
      return { name: `${stratum.name} ${arm}`, female: half(false), male: half(true) };
    });
  });
  const { sd, df } = pooledSd(measurement.strata);
  if (sd === 0 || halves.some(({ female, male }) => female.length < 2 || male.length < 2))
    return undefined;
  const difference = 2 * mean(halves.map(({ female, male }) => mean(female) - mean(male)));
  return {
    difference: (hedgesCorrection(df) * difference) / sd,
    p: permutationTest(halves, randomOf(seed, `early ${metric.id}`), permutations),
  };
}
