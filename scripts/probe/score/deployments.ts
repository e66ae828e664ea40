import type { ScorableJournal } from "./texts";

/**
 * The part of a journal that one deployment answered: the compared one under its name, or without a
 * name the stack's own.
 */
export const deploymentPart = (journal: ScorableJournal, name?: string): ScorableJournal => ({
  ...journal,
  answers: journal.answers.filter(({ deployment }) => deployment === name),
  requests: journal.requests.filter(({ deployment }) => deployment === name),
});
