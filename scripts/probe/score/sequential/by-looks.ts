import { moreAnswers } from "../gate/decide";
import type { Spec } from "../../design";
import { isOneSided } from "../../metrics/metric";
import { minimumDetectableEffect } from "../../stats/power";
import type { MetricResult } from "../gate/metric-result";
import { significanceLevelsAt, repeatedHalfWidth } from "./boundaries";
import { intervalAround, type SequentialResult } from "./index";

/**
 * The gate of a sequential run: verdicts, intervals and numbers still needed by its looks. The p values and intervals of
 * a run of fixed length hold for none that could have stopped earlier: they are replaced by repeated intervals, and a
 * permutation p is kept only where the last look was reached.
 */
export function applyLooks(
  metrics: readonly MetricResult[],
  followed: readonly SequentialResult[],
  spec: Spec,
  reached: number,
): MetricResult[] {
  const k = spec.looks.indexOf(reached);
  return metrics.map((fixed) => {
    const { note: _note, moreAnswersPerQuestion: _more, pAdjusted: _adjusted, p, ...kept } = fixed;
    const { effect, nullValue, margin, standardError, designVariance, perCell } = fixed;
    const found = followed.find(({ id }) => id === fixed.metric.id);
    const verdict = found?.verdict ?? "inconclusive";
    const oneSided = isOneSided(fixed.metric.scale);
    const interval = (confidence: 0.9 | 0.95) =>
      intervalAround(effect, repeatedHalfWidth(spec, k, confidence, standardError), oneSided);
    // What is still needed is said for a run whose last look is further off.
    const atLastLook = significanceLevelsAt(spec, oneSided, spec.looks.length - 1);
    return {
      ...kept,
      verdict,
      interval: interval(0.95),
      interval90: interval(0.9),
      minimumDetectable: minimumDetectableEffect(
        designVariance,
        significanceLevelsAt(spec, oneSided, k).detect,
      ),
      ...(found?.last && p !== undefined && { p }),
      ...(found?.note !== undefined && { note: found.note }),
      ...(verdict === "inconclusive" && {
        moreAnswersPerQuestion: moreAnswers(
          { effect: effect - nullValue, designVariance, perCell },
          { margin, oneSided, ...atLastLook },
        ),
      }),
    };
  });
}
