import { labelOf } from "../text/label";
import { withoutReasoning } from "../text/reasoning";
import type { ScorableJournal } from "./texts";

/**
 * The part of a journal that one deployment answered: the compared one under its name, or without a
 * name the stack's own. Its answers are without the reasoning that led to them, and without labels before them.
 */
export const deploymentPart = (journal: ScorableJournal, name?: string): ScorableJournal => ({
  ...journal,
  answers: journal.answers
    .filter(({ deployment }) => deployment === name)
    .map((answer) => ({ ...answer, text: saidIn(answer.text) })),
  requests: journal.requests.filter(({ deployment }) => deployment === name),
});

function saidIn(text: string): string {
  const answer = withoutReasoning(text);
  return answer.slice(labelOf(answer).length);
}
