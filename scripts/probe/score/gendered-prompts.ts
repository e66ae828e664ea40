import type { TextStratum } from "../metrics/metric";
import { talksAboutGender } from "../metrics/salience";
import type { Interval } from "../stats/interval";
import { newcombe } from "../stats/newcombe";
import { contrast, mean, withBothSamples } from "../stats/strata";

/** Talk about gender where the question names one, against where it names none. Beside salience; never decides. */
export interface GenderedPrompts {
  /** Share of the answers about a woman or a man that talk about gender, averaged over the occupations. */
  loaded: number;
  neutral: number;
  difference: number;
  /** Newcombe, 95 %. */
  interval: Interval;
}

/** Undefined where no occupation was asked about both ways. */
export function genderedPromptsOf(strata: readonly TextStratum[]): GenderedPrompts | undefined {
  const shares = withBothSamples(
    strata.map(({ name, neutral, female, male }) => ({
      name,
      a: [...female, ...male].map(({ words }) => Number(talksAboutGender(words))),
      b: neutral.map(({ words }) => Number(talksAboutGender(words))),
    })),
  );
  if (shares.length === 0) return undefined;
  return {
    loaded: mean(shares.map(({ a }) => mean(a))),
    neutral: mean(shares.map(({ b }) => mean(b))),
    difference: contrast(shares),
    interval: newcombe(shares, 0.95),
  };
}
