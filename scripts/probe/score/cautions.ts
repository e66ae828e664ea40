import { groupBy } from "../../base/group-by";
import { mean } from "../stats/strata";
import type { Looks } from "./sequential/looks";
import { modelsOf, type ScorableJournal, type ScoredText } from "./texts";

/** Below this share of distinct answers per question, answers are repeated rather than sampled. */
const MIN_DISTINCT_SHARE = 0.9;

/** Warnings about the figures; empty for a complete run as designed. */
export function cautionsOf(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  looks?: Looks,
): string[] {
  return [repeatedAnswers(texts), ...journalCautions(journal, looks)].filter(
    (caution) => caution !== undefined,
  );
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
  const cells = groupBy(
    texts.map(({ answer }) => answer),
    ({ condition, occupation, arm }) => `${condition}/${occupation}/${arm}`,
  );
  const shares = [...cells.values()].map(
    (answers) => new Set(answers.map(({ text }) => text)).size / answers.length,
  );
  const distinct = mean(shares);
  if (distinct >= MIN_DISTINCT_SHARE) return undefined;
  return `Only ${Math.round(100 * distinct)} % of the answers to a question differ from each other: the service repeats itself, so there are fewer independent answers than counted and the intervals are too narrow.`;
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
