import type { ScorableJournal } from "./texts";

/** The part of a journal that the stack's own deployment answered, without a compared one's. */
export const ownDeployment = (journal: ScorableJournal): ScorableJournal =>
  deploymentPart(journal, undefined);

/** The part that a deployment answered, under its name in the journal. */
export const deploymentPart = (
  journal: ScorableJournal,
  name: string | undefined,
): ScorableJournal => ({
  ...journal,
  answers: journal.answers.filter(({ deployment }) => deployment === name),
  requests: journal.requests.filter(({ deployment }) => deployment === name),
});
