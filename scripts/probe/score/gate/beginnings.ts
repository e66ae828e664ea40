import type { ScoredText } from "../texts";
import { excludesNull, type MetricResult } from "./metric-result";

const LENGTH_ALONE =
  "one side's answers are longer, and by equally long beginnings no difference is shown";

/** Whether a difference was set aside because it may be one of length alone. */
export const mayBeLengthAlone = ({ unestimated }: MetricResult): boolean =>
  unestimated === LENGTH_ALONE;

/** The texts of a condition by their beginnings; undefined where the arms are about equally long. */
export function byBeginnings(
  texts: readonly ScoredText[],
  condition: string,
): ScoredText[] | undefined {
  const own = texts.filter(({ answer }) => answer.condition === condition);
  if (own.every(({ beginning }) => beginning === undefined)) return undefined;
  return own.map((text) => ({ ...text, ...text.beginning }));
}

/** Whether a result shows a difference, or leans to one. */
export const saysDirection = (result: MetricResult): boolean =>
  result.verdict === "difference" || (result.verdict === "inconclusive" && excludesNull(result));

/** Whether beginnings show what all words show, or lean to what these lean to. */
const isHeld = (result: MetricResult, beginnings: MetricResult): boolean =>
  result.verdict === "difference"
    ? beginnings.verdict === "difference"
    : beginnings.verdict !== "within margin" && excludesNull(beginnings);

/**
 * The results of a gate whose arms are not equally long. Words from all of a long answer are compared
 * with all those of a short one, and what only stands at the beginning of both is then a smaller part
 * of the long one. So a difference, or what leans to one, is one of content only if equally long beginnings differ as well;
 * otherwise it is inconclusive, without a direction: what is said beyond the other's length may differ.
 */
export const heldByBeginnings = (
  results: readonly MetricResult[],
  beginnings: readonly MetricResult[],
): MetricResult[] =>
  results.map((result, k) =>
    !saysDirection(result) || isHeld(result, beginnings[k]!)
      ? result
      : {
          ...result,
          verdict: "inconclusive",
          direction: "none",
          meanDiffers: false,
          unestimated: LENGTH_ALONE,
          strata: result.strata.map((stratum) => ({ ...stratum, differs: false })),
        },
  );
