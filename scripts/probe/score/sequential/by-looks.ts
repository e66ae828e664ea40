import { mayBeLengthAlone } from "../gate/beginnings";
import { moreAnswers } from "../gate/decide";
import type { Spec } from "../../design";
import { isOneSided } from "../../metrics/metric";
import { minimumDetectableEffect } from "../../stats/power";
import type { MetricResult } from "../gate/metric-result";
import { significanceLevelsAt, repeatedHalfWidth } from "./boundaries";
import { intervalAround, type SequentialResult } from "./index";

/**
 * The gate of a sequential run, with the verdicts, intervals and needed answers of its looks. The p
 * values and intervals of a fixed run are not valid for a run that could have stopped earlier:
 * repeated intervals replace them, and only a metric tested at the last look keeps its p.
 */
export function applyLooks(
  metrics: readonly MetricResult[],
  followed: readonly SequentialResult[],
  spec: Spec,
  reached: number,
): MetricResult[] {
  const k = spec.looks.indexOf(reached);
  return metrics.map((fixed) => {
    const { effect, nullValue, margin, standardError, designVariance, perCell, spread } = fixed;
    const occupations = fixed.strata.length;
    const found = followed.find(({ id }) => id === fixed.metric.id);
    const verdict = mayBeLengthAlone(fixed) ? "inconclusive" : (found?.verdict ?? "inconclusive");
    const oneSided = isOneSided(fixed.metric.scale);
    const interval = (confidence: 0.9 | 0.95) =>
      intervalAround(effect, repeatedHalfWidth(spec, k, confidence, standardError), oneSided);
    // The needed answers are computed for the levels of the last look.
    const atLastLook = significanceLevelsAt(spec, oneSided, spec.looks.length - 1);
    const more = moreAnswers(
      { effect: effect - nullValue, designVariance, perCell, occupations, spread },
      { margin, oneSided, ...atLastLook },
    );
    return {
      ...fixed,
      verdict,
      interval: interval(0.95),
      interval90: interval(0.9),
      minimumDetectable: minimumDetectableEffect(
        designVariance,
        significanceLevelsAt(spec, oneSided, k).detect,
      ),
      p: found?.last && fixed.p,
      pAdjusted: undefined,
      note: found?.note,
      moreAnswersPerQuestion:
        verdict === "inconclusive" && fixed.unestimated === undefined ? more : undefined,
    };
  });
}
