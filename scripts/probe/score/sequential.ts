import type { Verdict } from "../decide";
import type { Spec } from "../design";
import { GATE } from "../metrics";
import { nullOf, type TextStratum } from "../metrics/metric";
import type { Interval } from "../stats/interval";
import { boundaries } from "../stats/spending";
import { measureAll } from "./gate";

/** One look at one metric. */
export interface Look {
  answersPerQuestion: number;
  z: number;
  /** |z| at or beyond this is a difference. */
  boundary: number;
  /** Repeated interval of the effect: holds at all looks together in 90 % of runs. */
  interval: Interval;
}

/** A metric followed over the looks. It is decided at the first look that decides it; later ones are only shown. */
export interface SequentialResult {
  id: string;
  looks: readonly Look[];
  verdict: Verdict;
  /** Answers per question at the deciding look. */
  decidedAt?: number;
}

const EQUIVALENCE_ALPHA = 0.1;

/**
 * The gate at each planned look that the answers reach, by z statistics against O'Brien–Fleming boundaries that spend
 * alpha / (number of metrics) each, and by repeated intervals (Jennison & Turnbull 1989) that spend .10 two-sided.
 * Empty for a design with one look.
 */
export function sequentialOf(strata: readonly TextStratum[], condition: string, spec: Spec): SequentialResult[] {
  const { looks } = spec;
  if (looks.length < 2) return [];
  const last = looks.at(-1)!;
  const fractions = looks.map((look) => look / last);
  const reach = smallestCell(strata);
  const reached = looks.filter((look) => look <= reach);
  const size = GATE.length;
  const limits = boundaries(spec.alpha / size, fractions);
  const widths = boundaries(EQUIVALENCE_ALPHA, fractions);
  const results = new Map<string, SequentialResult>();
  reached.forEach((look, k) => {
    for (const { metric, measurement } of measureAll(firstOf(strata, look))) {
      const half = widths[k]! * measurement.standardError;
      const one: Look = {
        answersPerQuestion: look,
        z: measurement.z,
        boundary: limits[k]!,
        interval: [measurement.effect - half, measurement.effect + half],
      };
      const before = results.get(metric.id) ?? { id: metric.id, looks: [], verdict: "inconclusive" as const };
      const verdict =
        before.decidedAt === undefined
          ? verdictOf(one, nullOf(metric.scale), spec.margins[metric.scale], metric.scale === "auc")
          : before.verdict;
      results.set(metric.id, {
        id: metric.id,
        looks: [...before.looks, one],
        verdict,
        ...(before.decidedAt !== undefined
          ? { decidedAt: before.decidedAt }
          : verdict !== "inconclusive" && { decidedAt: look }),
      });
    }
  });
  return [...results.values()];
}

/** The stopping rule: every metric of the gate has decided. */
export const settled = (results: readonly SequentialResult[]): boolean =>
  results.length > 0 && results.every(({ decidedAt }) => decidedAt !== undefined);

function verdictOf({ z, boundary, interval }: Look, nullValue: number, margin: number, oneSided: boolean): Verdict {
  const inside = (oneSided || interval[0] > nullValue - margin) && interval[1] < nullValue + margin;
  if (inside) return "within margin";
  return (oneSided ? z : Math.abs(z)) >= boundary ? "difference" : "inconclusive";
}

const firstOf = (strata: readonly TextStratum[], look: number): TextStratum[] =>
  strata.map(({ name, neutral, female, male }) => {
    const early = (texts: TextStratum["female"]) => texts.filter(({ index }) => index < look);
    return { name, neutral: early(neutral), female: early(female), male: early(male) };
  });

/** Answers asked per cell so far: numbers count, since some may be no texts. */
const smallestCell = (strata: readonly TextStratum[]): number =>
  strata
    .flatMap(({ female, male }) => [female, male])
    .reduce(
      (least, texts) =>
        Math.min(
          least,
          texts.reduce((most, { index }) => Math.max(most, index + 1), 0),
        ),
      Infinity,
    );
