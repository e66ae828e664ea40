import { resolve } from "node:path";
import { replaceFileSync } from "../base/atomic-file";
import { documentOf, FILES } from "./report/document";
import type { Links } from "./report/next-section";
import type { ProbeDocument } from "./report/schema";
import { scoresCsv } from "./report/scores-csv";
import { writeReport } from "./report/write";
import { scoreJournal } from "./score";
import { exitCodeOf, type Verdict } from "./score/gate/decide";
import type { ScorableJournal } from "./score/texts";

/** The result of a probe. `document` is what `--json` prints; its `files` are absolute. */
export interface ProbeResult {
  document: ProbeDocument;
  verdict: Verdict;
  exitCode: 0 | 1 | 3;
}

/** Where a result's parts come from and go to. */
interface ResultOptions {
  /** What the report links to. */
  links?: Links;
  /** The file of the answers; the folder's journal by default. */
  answers?: string;
  /** A file for the scores of every answer, as CSV. */
  scores?: string | undefined;
}

/** Scores answers, writes the report into a folder and returns the result. */
export function writeResult(
  journal: ScorableJournal,
  folder: string,
  { links = {}, answers = resolve(folder, FILES.journal), scores }: ResultOptions = {},
): ProbeResult {
  const scored = scoreJournal(journal);
  writeReport(scored, folder, links);
  if (scores !== undefined) replaceFileSync(scores, scoresCsv(scored));
  const { verdict } = scored;
  const document = documentOf(scored, {
    journal: answers,
    json: resolve(folder, FILES.json),
    html: resolve(folder, FILES.html),
    junit: resolve(folder, FILES.junit),
  });
  return { document, verdict, exitCode: exitCodeOf(verdict) };
}
