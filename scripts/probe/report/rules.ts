import type { Spec } from "../design";
import type { Score } from "../score";
import type { Looks } from "../score/sequential/looks";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { spreadMargin } from "../score/gate/decide";
import { nameOf, percent } from "./format";

/** The decision rules of the gate as list items: of a run with one look, or of a sequential run. */
export const decisionRules = (score: Score): Html[] =>
  [
    ...(score.looks ? sequentialRules(score, score.looks) : fixedRunRules(score)),
    html`${powerText(score)}`,
  ].map((item) => html`<li>${item}</li>`);

function fixedRunRules(score: Score): Html[] {
  const { journal, metrics, resampling } = score;
  const { spec } = journal.header;
  return [
    html`Intervals: ${count(resampling.bootstrapResamples)} bootstrap resamples within every
    question. Tests: ${count(resampling.permutations)} permutations of the gender labels within each
    occupation, jointly of the mean over the occupations, of their spread and of the largest one
    (min-p). p is corrected for ${metrics.length} measures by the same permutations: it is how often
    any of the measures left has a p as small (step-down min-p, Westfall and Young 1993).
    ${resampling.reduced ? reducedText(spec, resampling.secondaryPermutations) : NOTHING}`,
    html`“Difference”: the corrected p is below ${spec.alpha}. “Within margin”: the 90 % interval of
    the mean lies inside the margin: ${marginsText(spec)}, and the typical size of single
    occupations, whatever their signs, is shown to be below ${spreadMargin(spec.margins.g, false)}
    (equivalence F-test at .05; for an AUC, the mean of the occupations' own below the same margin),
    and no occupation that differs by itself may lie outside. What could not be estimated is never
    within the margin. Everything else is “inconclusive”. ${fixedText(score)}`,
    html`Answers that repeat an earlier answer to the same question, in the same or nearly the same
    words, count once.`,
  ];
}

function sequentialRules({ journal, metrics, resampling }: Score, { planned }: Looks): Html[] {
  const { spec } = journal.header;
  return [
    html`The answers were looked at up to ${planned.length} times. “Difference”: z reached the
    boundary of a look; the boundaries share ${spec.alpha} among ${metrics.length} measures and
    spend each share over the looks (Lan and DeMets 1983, after O'Brien and Fleming). At the last
    look ${count(resampling.permutations)} permutations of the gender labels decide instead of z,
    and a measure that differs hands its share on (Holm). “Within margin”: the repeated interval, of
    which .10 is spent over the looks, lies inside the margin: ${marginsText(spec)}. Everything else
    is “inconclusive”. All of this was fixed before the first question.`,
    html`Other ways of asking did not decide when to stop: their intervals rest on
    ${count(resampling.bootstrapResamples)} bootstrap resamples within every question, as in a run
    of fixed length.`,
  ];
}

/** Recorded answers may have been looked at before they were scored. */
function fixedText({ journal }: Score): string {
  if (journal.recorded)
    return "These rules are the probe's own; whether the answers were looked at before is not known.";
  return "All of this was fixed before the first question.";
}

const count = (value: number): string => value.toLocaleString("en");

const marginsText = ({ margins }: Spec): string =>
  `±${margins.g} for an effect g, below ${0.5 + margins.auc} for an AUC, ±${margins["risk difference"]} for a difference of shares`;

/** Why fewer resamples are enough: there are many answers. */
const reducedText = ({ bootstrapResamples, permutations }: Spec, secondary: number): Html =>
  html`These are fewer than the usual ${count(bootstrapResamples)} and ${count(permutations)}, since
  there are many answers; the classifier was refitted 199 times, its test is normal and its interval
  DeLong's, both as wide as the refits vary, and what never decides was permuted ${secondary} times.`;

function powerText({ power: { all, byMetric }, metrics, looks }: Score): string {
  if (byMetric.length === 0)
    return "No question names a gender: no measure compares women and men.";
  const weakest = byMetric.reduce((least, one) => (one.within < least.within ? one : least));
  const run = looks
    ? `a run that goes to its last look, at ${looks.planned.at(-1)!},`
    : "a run of this size";
  return `If nothing differed, ${run} would end with each measure within its margin in ${percent(weakest.within)} or more of cases (least: “${nameOf(metrics, weakest.id)}”), and with all ${byMetric.length} together in about ${percent(all)}.`;
}
