import type { Scorable } from "./texts";

/** The part of a journal that the stack's own deployment answered: all but a compared one's. */
export const ownOf = (journal: Scorable): Scorable => partOf(journal, undefined);

/** The part that a deployment answered, under its name in the journal. */
export const partOf = (journal: Scorable, name: string | undefined): Scorable => ({
  ...journal,
  answers: journal.answers.filter(({ deployment }) => deployment === name),
  requests: journal.requests.filter(({ deployment }) => deployment === name),
});
