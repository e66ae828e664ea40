import { join, resolve } from "node:path";
import { readJournal } from "./journal";
import type { Choices } from "./recorded/choices";
import { isJournal, readRecorded } from "./recorded/read";
import { journalOfRecorded, wordsToMask } from "./recorded/journal";
import { FILES } from "./report/document";
import { writeResult, type ProbeResult } from "./result";
import type { ScorableJournal } from "./score/texts";

/**
 * Scores the journal in a folder again and rewrites its report, without a service. The same journal
 * gives the same bytes.
 */
export const score = (folder: string): ProbeResult =>
  writeResult(readJournal(join(folder, FILES.journal)), folder);

/** Recorded answers to score. */
export interface ScoreFileOptions {
  /** Answers in a file or a folder (see `recorded/read.ts`), or a journal of ours. */
  file: string;
  /** What the user says of the file, where its own names do not. */
  choices?: Choices;
  /** Folder of the report; created if it is missing. */
  folder: string;
  /** Drives the resampling; a journal keeps its own. */
  seed: number;
  /** Further words to mask: names that the answers hold. */
  mask?: readonly string[];
  /** A file for the scores of every answer, as CSV. */
  scores?: string;
}

/**
 * Scores recorded answers without a service.
 * @throws LabError `journal` if the file cannot be read or nothing in it can be compared, `usage` for
 * a choice that does not fit it
 */
export function scoreFile(options: ScoreFileOptions): ProbeResult {
  const { file, folder, seed, choices = {}, mask = [], scores } = options;
  const journal: ScorableJournal = isJournal(file)
    ? readJournal(file)
    : journalOfRecorded(readRecorded(file, choices), file, seed);
  const masked = { ...journal, mask: [...(journal.mask ?? []), ...wordsToMask(mask)] };
  return writeResult(masked, folder, { answers: resolve(file), scores });
}
