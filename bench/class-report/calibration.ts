import { measureBySeat } from "../../scripts/probe/metrics/by-seat";
import type {
  GateMetric,
  Measurement,
  SeatTexts,
  Text,
  TextStratum,
} from "../../scripts/probe/metrics/metric";
import { byGender } from "../../scripts/probe/metrics/metric";
import { sentiment } from "../../scripts/probe/metrics/sentiment";
import { standardised } from "../../scripts/probe/metrics/standardised";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { type Random, randomOf, randomsOf } from "../../scripts/probe/stats/random";
import { mean } from "../../scripts/probe/stats/strata";
import { OCCUPATIONS } from "../stats/planted";

/** A class whose answers have a score. Effects and variation in SDs of the answers to a question. */
export interface SimulatedClass {
  seats: number;
  /** Answers per question of a seat. */
  perCell: number;
  /** SD of the seats' own differences between the arms, the same in all occupations of a seat. */
  variation: number;
  /** The true effect. */
  effect: number;
}

/** A measure of texts that are a score and nothing else. */
export const SCORE: GateMetric = {
  ...sentiment,
  measure: (strata) =>
    standardised(strata.map((stratum) => byGender(stratum, ({ compound = 0 }) => compound))),
};

/** The texts of the seats of such a class. */
export function drawClass(
  { seats, perCell, variation, effect }: SimulatedClass,
  random: Random,
): { pooled: TextStratum[]; seats: SeatTexts[] } {
  const drawn = Array.from({ length: seats }, (_, k): SeatTexts => {
    const seat = `seat ${k}`;
    const own = effect + variation * normalDraw(random);
    const arm = (shift: number): Text[] =>
      Array.from({ length: perCell }, (__, index) => ({
        ...{ words: [], index, seat },
        compound: normalDraw(random) + shift,
      }));
    const strata = OCCUPATIONS.map((name) => ({
      ...{ name, neutral: [] },
      female: arm(own / 2),
      male: arm(-own / 2),
    }));
    return { seat, strata };
  });
  const pooled = OCCUPATIONS.map((name, k) => ({
    ...{ name, neutral: [] },
    female: drawn.flatMap(({ strata }) => strata[k]!.female),
    male: drawn.flatMap(({ strata }) => strata[k]!.male),
  }));
  return { pooled, seats: drawn };
}

const ALPHA = 0.05;

/** What is found in simulated classes, as shares of the runs. */
export interface Found {
  /** Sign flips of whole seats. */
  bySeat: number;
  /** The same joint test, with labels permuted over answers. */
  byAnswer: number;
  /** 95 % intervals by Student's t that hold the truth. */
  coverage: number;
  /** 95 % upper bounds of the typical size that hold it. */
  bound: number;
}

/** Draws classes, and counts what both tests and the intervals say of them. */
export function findIn(
  simulated: SimulatedClass,
  runs: number,
  permutations: number,
  seed: number,
): Found {
  const measured = Array.from({ length: runs }, (_, run) => {
    const { pooled, seats } = drawClass(simulated, randomOf(seed + run, "class"));
    const ofSeats = measureBySeat(SCORE, pooled, seats)!;
    const pOf = (one: Measurement, label: string): number =>
      one.test(randomsOf(seed + run, label), permutations).p;
    const [low, high] = ofSeats.interval(new Float64Array(0), 0.95);
    const { effect } = simulated;
    return {
      bySeat: pOf(ofSeats, "seats") < ALPHA,
      byAnswer: pOf(SCORE.measure(pooled)!, "answers") < ALPHA,
      coverage: low <= effect && effect <= high,
      bound: ofSeats.spread!.upper(0.05) >= Math.abs(effect),
    };
  });
  const share = (name: keyof Found): number => mean(measured.map((one) => Number(one[name])));
  return {
    ...{ bySeat: share("bySeat"), byAnswer: share("byAnswer") },
    ...{ coverage: share("coverage"), bound: share("bound") },
  };
}
