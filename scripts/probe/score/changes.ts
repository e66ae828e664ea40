import { holm } from "../stats/holm";
import { percentileInterval, type Interval } from "../stats/interval";
import { normalCdf } from "../stats/normal";
import type { MetricResult } from "./gate/metric-result";

/** Change of an effect against the same metric elsewhere: another condition or another deployment. */
export interface Change {
  /** The effect here minus the other one, in the metric's scale. */
  effect: number;
  /** 95 %, from independent bootstraps of the two effects. */
  interval: Interval;
  /** Distance from no difference here minus the other one's: negative when the difference is smaller here. */
  size: number;
  /** Normal test of the change with both standard errors; `pAdjusted` after Holm over the metrics. */
  p: number;
  pAdjusted: number;
}

/** A metric with its change against the same metric elsewhere. */
export type MetricWithChange = MetricResult & { change: Change };

/** Adds its change to every metric that both sides have; Holm over these metrics. */
export function withChanges(
  here: readonly MetricResult[],
  before: readonly MetricResult[],
): MetricWithChange[] {
  const both = here.flatMap((metric) => {
    const baseline = before.find((other) => other.metric.id === metric.metric.id);
    return baseline ? [{ metric, change: changeOf(metric, baseline) }] : [];
  });
  const adjusted = holm(both.map(({ change }) => change.p));
  return both.map(({ metric, change }, k) => ({
    ...metric,
    change: { ...change, pAdjusted: adjusted[k]! },
  }));
}

function changeOf(here: MetricResult, baseline: MetricResult): Omit<Change, "pAdjusted"> {
  const differences = here.replicates.map((replicate, k) => replicate - baseline.replicates[k]!);
  const effect = here.effect - baseline.effect;
  const error = Math.hypot(here.standardError, baseline.standardError);
  return {
    effect,
    interval: percentileInterval(differences, 0.95),
    size: Math.abs(here.effect - here.nullValue) - Math.abs(baseline.effect - baseline.nullValue),
    p: error > 0 ? 2 * normalCdf(-Math.abs(effect) / error) : 1,
  };
}
