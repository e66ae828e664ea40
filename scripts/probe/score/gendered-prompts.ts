import type { TextStratum } from "../metrics/metric";
import { talksAboutGender } from "../metrics/salience";
import type { Interval } from "../stats/interval";
import { newcombe } from "../stats/newcombe";
import { contrast, mean, withBothSamples } from "../stats/strata";

/** Talk about gender where the prompt names one, against where it names none. Reported beside salience; never decides. */
export interface GenderedPrompts {
  /** Share of the answers about a woman or a man that talk about gender, averaged over the occupations. */
  loaded: number;
  neutral: number;
  difference: number;
  /** Newcombe, 95 %. */
  interval: Interval;
}

/** Compares gendered with neutral prompts; undefined when no occupation has answers to both. */
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
