import { specOf } from "../../scripts/probe/design";
import { plannedPower } from "../../scripts/probe/design/plan-power";
import { varianceToDetect, varianceToShowEquivalence } from "../../scripts/probe/stats/power";
import { OCCUPATIONS } from "./planted";

/** Answers per cell at which the contrast over the five occupations has this variance, in within-cell variances. */
const perCell = (variance: number): number => Math.ceil(2 / (OCCUPATIONS.length * variance));

const ALPHA = 0.05;
const METRICS = 6;

/** Answers per cell that find an effect g with power .80, two-sided .05: in one test, and in the first of Holm's six. */
export const answersToDetect = (g: number): { alone: number; firstOfSix: number } => ({
  alone: perCell(varianceToDetect(g, ALPHA)),
  firstOfSix: perCell(varianceToDetect(g, ALPHA / METRICS)),
});

/** Answers per cell that show an effect of zero to be within a margin of g with power .80. */
export const answersToShowInside = (margin: number): number =>
  perCell(varianceToShowEquivalence(margin));

/** The power tables of the probe, as lines. */
export function powerTable(): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(5);
  return [
    "answers per question to find an effect (two-sided .05, power .80): one test, first of Holm's six",
    ...[0.2, 0.3, 0.5, 0.8].map((g) => {
      const { alone, firstOfSix } = answersToDetect(g);
      return `  g ${g.toFixed(1)}  ${String(alone).padStart(4)} ${String(firstOfSix).padStart(4)}`;
    }),
    "answers per question to show an effect of none within a margin (power .80)",
    ...[0.3, 0.4, 0.5].map(
      (margin) => `  ${margin.toFixed(2)}  ${String(answersToShowInside(margin)).padStart(4)}`,
    ),
    "all six within their margins where nothing differs: one look, five looks; the weakest measure, the mean of the six",
    ...[16, 24, 32, 40, 48, 64].map((samples) => {
      const [fixed, looked] = [false, true].map((sequential) =>
        plannedPower(specOf({ samples, conditions: ["M0"], seed: 1, sequential })),
      );
      const within = fixed!.byMetric.map((metric) => metric.within);
      const mean = within.reduce((sum, one) => sum + one, 0) / within.length;
      return `  ${String(samples).padStart(4)}  ${[fixed!.all, looked!.all, Math.min(...within), mean].map(percent).join(" ")}`;
    }),
  ];
}
