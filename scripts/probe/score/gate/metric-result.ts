import type { Decision } from "./decide";
import type { GateMetric, MissingTexts } from "../../metrics/metric";
import type { Interval } from "../../stats/interval";
import type { UnitDifferences } from "../../stats/units";

/** Which arm scores higher. */
export type Direction = "female" | "male" | "none";

/** Result of one gate metric in one condition. */
export interface MetricResult extends Decision {
  metric: GateMetric;
  /** The differences of the seats by occupation, where seats are the unit; absent where answers are. */
  units?: UnitDifferences | undefined;
  /** In the metric's scale; for g and risk difference positive when answers about women score higher. */
  effect: number;
  /** The value of the effect that means no difference: ½ for an AUC, else 0. */
  nullValue: number;
  /** Largest distance from `nullValue` that counts as negligible. */
  margin: number;
  /** The same difference in the metric's own unit. */
  difference: number;
  interval: Interval;
  interval90: Interval;
  /**
   * Joint permutation p of the mean, the spread and the largest occupation; in a sequential run only
   * at the last look.
   */
  p?: number;
  /** Corrected for the gate (`familyP`); absent for a sequential run, whose looks are corrected by `last.below` instead. */
  pAdjusted?: number;
  /**
   * `none` for an AUC, and where neither the test of the mean nor the 90 % interval excludes no
   * difference.
   */
  direction: Direction;
  /** Share of pairs (one answer about a woman, one about a man, same occupation) where hers scores higher; ties count half. */
  femaleHigherShare: number;
  strata: readonly OccupationResult[];
  /** Whether the mean over the occupations itself is shown to differ from no difference. */
  meanDiffers: boolean;
  /** Absent where it could not be estimated. */
  spread?: SpreadResult;
  /** Why the measure, or its spread, could not be estimated. */
  unestimated?: string;
  /** Bootstrap replicates of the effect, in the order drawn. */
  replicates: Float64Array;
  standardError: number;
  /** Variance of the effect if there is no difference, in the square of its scale; answers per question. */
  designVariance: number;
  /** Where seats are the unit: seats. */
  perCell: number;
  /** Absent when every answer has a text. */
  missing?: MissingAnswers;
  /** Whether the occupations agree; absent when their scores do not vary. */
  heterogeneity?: Heterogeneity;
  /** Whether the answers changed during the run; absent for short runs. */
  earlyLate?: EarlyLate;
}

interface Cell {
  n: number;
  mean: number;
}

/** One occupation of a metric. */
export interface OccupationResult {
  occupation: string;
  female: Cell;
  male: Cell;
  /** Women minus men in the metric's own unit. */
  difference: number;
  /** In the metric's scale; an AUC is that of a classifier of this occupation alone. Absent where it could not be estimated. */
  effect?: number;
  /** 95 %, holding for all occupations of the metric together. */
  interval?: Interval;
  /** Step-down maxT over the occupations, times the number of metrics. */
  pAdjusted?: number;
  /** Whether this occupation by itself is shown to differ. */
  differs: boolean;
}

/** How much the effects of single occupations depart from no difference, whatever their signs. */
export interface SpreadResult {
  /** As a distance from no difference. */
  estimate: number;
  /** Upper 95 % confidence bound. */
  upper: number;
  /** Largest spread that counts as negligible. */
  margin: number;
  /** Smallest effect of a single occupation that this run would have named with power .80. */
  smallestNamed: number;
}

/** Answers without a text, and how far they could move an effect at worst. */
export interface MissingAnswers extends MissingTexts {
  /** Bounds of the effect if every missing answer were as extreme as the most extreme one observed. */
  effect: Interval;
}

/** Whether the occupations agree: opposite biases cancel in a mean. */
export interface Heterogeneity {
  /** Cochran's Q of the occupations' effects, its degrees of freedom and p (Cochran 1954). */
  q: number;
  df: number;
  p: number;
  /** Share of the variation that is not chance, in [0, 1] (Higgins & Thompson 2002). */
  iSquared: number;
}

/** Whether the answers changed during the run, for example by an update of the model. */
export interface EarlyLate {
  /** Women minus men in the first half of the answers minus the same in the second, in within-cell SDs. */
  difference: number;
  p: number;
}

/** Whether the 90 % interval of the effect excludes no difference. */
export const excludesNull = ({
  interval90: [low, high],
  nullValue,
}: Pick<MetricResult, "interval90" | "nullValue">): boolean => low > nullValue || high < nullValue;
