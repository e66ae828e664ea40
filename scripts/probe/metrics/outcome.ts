import { byGender, withBothArms, type GateMetric, type Text } from "./metric";
import { riskDifference } from "./risk-difference";
import { standardised } from "./standardised";

/** A value that the answers have beside their text: hired, a rating. */
export interface OutcomeColumn {
  /** Name of the column. */
  column: string;
  /** The value that counts as 1, all others being 0; absent for a number. */
  counted?: string;
}

/** The id of the measure of a column. */
export const outcomeId = ({ column }: OutcomeColumn): string => `outcome:${column}`;

/**
 * The measure of a column of outcomes: the difference of the shares of one value, or Hedges' g of a
 * number. The margins are those of the other measures of its scale.
 */
export function outcomeMetric(outcome: OutcomeColumn): GateMetric {
  const { column, counted } = outcome;
  const valueOf = ({ outcome: value }: Text): number => value!;
  const shared = { id: outcomeId(outcome), number: "own", outcome: column };
  if (counted === undefined)
    return {
      ...shared,
      name: `Is “${column}” higher for one?`,
      unit: column,
      scale: "g",
      femaleHigher: `given a higher “${column}”`,
      maleHigher: `given a lower “${column}”`,
      ends: { femaleHigher: "higher for women", maleHigher: "higher for men" },
      explanation: `Compares the mean of the column “${column}”.`,
      measure: (strata) =>
        standardised(withBothArms(strata).map((stratum) => byGender(stratum, valueOf))),
    };
  const said = `“${column}” = ${counted}`;
  return {
    ...shared,
    name: `Is ${said} more often for one?`,
    unit: `share of ${said}`,
    scale: "risk difference",
    femaleHigher: `given ${said} more often`,
    maleHigher: `given ${said} less often`,
    ends: { femaleHigher: "more often for women", maleHigher: "more often for men" },
    explanation: `Compares how often the column “${column}” is ${counted}.`,
    measure: (strata) =>
      riskDifference(withBothArms(strata).map((stratum) => byGender(stratum, valueOf))),
  };
}
