import { LabError } from "../../../../infra/errors";
import { isSequential } from "../../design";
import { BASELINE } from "../../text/lexicon";
import { sequentialOf, allDecided } from "./index";
import { textsOf, textStrataOf, type ScorableJournal } from "../texts";

/** The looks of a sequential run, and the last one reached. */
export interface Looks {
  /** Answers per question at the looks, which are fixed before the first request. */
  planned: readonly number[];
  /** The last look that every question has reached; only the answers up to it are scored. */
  reached: number;
  /** Whether every metric had decided before the last look. */
  stoppedEarly: boolean;
}

/**
 * A sequential journal cut at its last complete look; other journals are returned unchanged. An
 * unplanned look would be one more chance of a false alarm.
 * @throws LabError `journal` before the first look.
 */
export function atLastLook(journal: ScorableJournal): {
  journal: ScorableJournal;
  reached?: number;
} {
  const { spec } = journal.header;
  if (!isSequential(spec)) return { journal };
  const complete = completeAnswersPerQuestion(journal);
  const reached = spec.looks.filter((look) => look <= complete).at(-1);
  if (reached === undefined)
    throw new LabError(
      "journal",
      `the first look of this sequential run is at ${spec.looks[0]!} answers per question: not every question has as many`,
      { cure: "continue with `npx lab probe --sequential --resume`" },
    );
  return { journal: answersUpTo(journal, reached), reached };
}

/** The stopping rule: whether asking can stop when every question has this many answers. */
export function canStopAt(journal: ScorableJournal, answersPerQuestion: number): boolean {
  const { spec } = journal.header;
  if (!spec.looks.slice(0, -1).includes(answersPerQuestion)) return false;
  const { texts } = textsOf(answersUpTo(journal, answersPerQuestion));
  return allDecided(sequentialOf(textStrataOf(texts, BASELINE), spec, answersPerQuestion), spec);
}

const answersUpTo = (journal: ScorableJournal, look: number): ScorableJournal => ({
  ...journal,
  answers: journal.answers.filter(({ index }) => index < look),
});

/** Number of answers without a gap that every question of every condition has; refusals and blocks count. */
function completeAnswersPerQuestion({ header: { spec }, answers }: ScorableJournal): number {
  const ids = new Set(answers.map(({ id }) => id));
  const cells = spec.conditions.flatMap((condition) =>
    spec.cells.map((cell) => `${condition.id}/${cell.id}`),
  );
  const gapIn = (cell: string): number => {
    let next = 0;
    while (ids.has(`${cell}/${next}`)) next++;
    return next;
  };
  return cells.reduce((least, cell) => Math.min(least, gapIn(cell)), Infinity);
}
