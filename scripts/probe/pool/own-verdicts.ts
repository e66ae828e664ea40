import { gateOf } from "../score/gate";
import { overall, type Verdict } from "../score/gate/decide";
import type { MetricResult } from "../score/gate/metric-result";
import { textsOf } from "../score/texts";
import { obstaclesOf } from "../score/validity";
import { BASELINE } from "../text/lexicon";
import { poolJournal, type PoolOrigin, type SeatAnswers } from "./journal";

/** What a seat would have said alone. */
export interface OwnVerdict {
  seat: string;
  verdict: Verdict;
  /** By measure. */
  measures: ReadonlyMap<string, Verdict>;
}

/** Resamples for one seat of many: the level of one of six measures is 8 of 1,000. */
const RESAMPLES = 999;

/** The verdict of one seat's answers, by the rule of `lab score`; inconclusive without a measure. */
export function ownVerdict(answers: SeatAnswers, origin: PoolOrigin): OwnVerdict {
  const { seat } = answers;
  const whole = poolJournal([answers], { ...origin, name: seat });
  const { header } = whole;
  const spec = { ...header.spec, permutations: RESAMPLES, bootstrapResamples: RESAMPLES };
  const journal = {
    ...whole,
    header: { ...header, spec },
    answers: whole.answers.map(({ seat: _, ...answer }) => answer),
  };
  const { texts, names } = textsOf(journal);
  const metrics = gateOf(journal, texts, BASELINE) ?? [];
  const obstacles = obstaclesOf(journal, texts, names, metrics, BASELINE);
  return {
    seat,
    verdict: overall(
      metrics.map(({ verdict }) => verdict),
      obstacles,
    ),
    measures: new Map(metrics.map(({ metric, verdict }) => [metric.id, verdict])),
  };
}

/** How many seats alone said what of one measure. */
export interface OwnCounts {
  difference: number;
  within: number;
  inconclusive: number;
  /** Seats that chance alone lets call a difference: the level of one measure of the gate, over all seats. */
  chance: number;
}

/** Counts the seats' own verdicts on one measure of a gate of `gateSize`. */
export function ownCounts(
  own: readonly OwnVerdict[],
  { metric }: MetricResult,
  { alpha, gateSize }: { alpha: number; gateSize: number },
): OwnCounts {
  const count = (wanted: Verdict): number =>
    own.filter(({ measures }) => measures.get(metric.id) === wanted).length;
  return {
    difference: count("difference"),
    within: count("within margin"),
    inconclusive: count("inconclusive"),
    chance: (own.length * alpha) / gateSize,
  };
}
