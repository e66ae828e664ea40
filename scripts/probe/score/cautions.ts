import { labelOf } from "../text/label";
import { withoutReasoning } from "../text/reasoning";
import type { Looks } from "./sequential/looks";
import type { MaskedWord } from "./masked";
import { modelsOf, type ScorableJournal, type ScoredText } from "./texts";

/** Below this share of distinct answers, answers are repeated rather than sampled. */
const MIN_DISTINCT_SHARE = 0.9;

/** Labels that are listed. */
const LISTED = 5;

/** Warnings about the figures; empty for a complete run as designed. */
export function cautionsOf(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  masked: readonly MaskedWord[],
  looks?: Looks,
): string[] {
  const all = [maskedNames(masked), repeatedAnswers(texts), ...journalCautions(journal, looks)];
  return all.filter((caution) => caution !== undefined);
}

/** Labels before the answers, which were left out of both arms: format, and no wording. */
export function labelsLeftOut({ answers }: ScorableJournal): string[] {
  const counts = { female: 0, male: 0, neutral: 0 };
  const labels = new Set<string>();
  for (const { arm, text } of answers) {
    const label = labelOf(withoutReasoning(text)).trim();
    if (label === "") continue;
    counts[arm]++;
    labels.add(label);
  }
  if (labels.size === 0) return [];
  const shown = [...labels].slice(0, LISTED).map((label) => `“${label}”`);
  return [
    `Left out as labels before the answer, which are no part of it: ${shown.join(", ")}${labels.size > LISTED ? " and others" : ""} (${counts.female} answers about women, ${counts.male} about men, ${counts.neutral} to neutral questions).`,
  ];
}

/** Names that were taken out, which the reader may know to be none. */
function maskedNames(masked: readonly MaskedWord[]): string | undefined {
  const names = masked.filter(({ reason }) => reason !== "names a gender");
  if (names.length === 0) return undefined;
  return `Left out of the comparison as names: ${names.map(({ word }) => word).join(", ")}.`;
}

function journalCautions(
  journal: ScorableJournal,
  looks: Looks | undefined,
): readonly (string | undefined)[] {
  if (journal.recorded) return journal.recorded.notes;
  if (looks) return [severalModels(journal), unfinishedSequentialRun(journal, looks)];
  return [severalModels(journal), incompleteJournal(journal)];
}

/** Repeated answers are not independent. Temperature 0 or a caching proxy causes them. */
function repeatedAnswers(texts: readonly ScoredText[]): string | undefined {
  const repeated = texts.filter(({ isRepeated }) => isRepeated).length;
  if (repeated <= (1 - MIN_DISTINCT_SHARE) * texts.length) return undefined;
  return `${repeated} of ${texts.length} answers repeat an earlier answer to the same question, in the same or nearly the same words, or as one marked cluster. They were counted once.`;
}

function severalModels({ answers }: ScorableJournal): string | undefined {
  const models = modelsOf(answers);
  return models.length > 1 ? `More than one model answered: ${models.join(", ")}.` : undefined;
}

/** A sequential run is finished when every metric has decided, or at its last look. */
function unfinishedSequentialRun(
  { header: { spec }, answers }: ScorableJournal,
  looks: Looks,
): string | undefined {
  if (looks.stoppedEarly || looks.reached === spec.samples) return undefined;
  const scored = looks.reached * spec.cells.length * spec.conditions.length;
  const beyond = answers.length - scored;
  return `This sequential run is not finished: ${looks.reached} of at most ${spec.samples} answers per question${beyond > 0 ? `, and ${beyond} answers after that look, which were not scored` : ""}.`;
}

function incompleteJournal({ header: { spec }, answers }: ScorableJournal): string | undefined {
  const planned = spec.samples * spec.cells.length * spec.conditions.length;
  return answers.length < planned
    ? `The journal holds ${answers.length} of the ${planned} answers that were planned: looking before the end was not planned for.`
    : undefined;
}
