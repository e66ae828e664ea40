import type { Workspace } from "../../../lib/azure/workspace";
import {
  type AnswerFile,
  type AnswerFolder,
  answerFolder,
  readAnswers,
} from "../open/answer-files";
import type { Clusters } from "../open/clusters";

/** What a student's notebook has saved. */
export interface SavedAnswers {
  /** Lines of its files; null where they are too large to be read. */
  count: number | null;
  /** When a file with answers last changed, as ISO text; null where there is none. */
  last: string | null;
}

/** Answers counted before, by file and its version: what did not change is not read again. */
export type AnswerCounts = Map<string, number>;

/**
 * Counts the answers in the folder of a seat. A student may write anything there: lines are counted,
 * and no text is kept.
 * @param outputs of the seat's stack
 * @returns undefined where there is no such folder
 * @throws LabError `cloud` | `sign-in`; RestError of Azure's client
 */
export async function savedAnswers(
  clusters: Pick<Clusters, "workspaceOf">,
  outputs: Record<string, unknown>,
  counts: AnswerCounts,
): Promise<SavedAnswers | undefined> {
  const folder = await answerFolder(clusters, outputs);
  if (!folder) return undefined;
  return { count: await countAll(folder, counts), last: lastChange(folder.files) };
}

function lastChange(files: readonly AnswerFile[]): string | null {
  const times = files.flatMap(({ modified_at: at }) => at ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

async function countAll(
  { workspace, files, isTooLarge }: AnswerFolder,
  counts: AnswerCounts,
): Promise<number | null> {
  if (isTooLarge) return null;
  let all = 0;
  for (const file of files) {
    const version = JSON.stringify([workspace.host, file.path, file.size, file.modified_at]);
    const count = counts.get(version) ?? (await countFile(workspace, file));
    if (count === undefined) return null;
    if (file.modified_at !== undefined) counts.set(version, count);
    all += count;
  }
  return all;
}

async function countFile(workspace: Workspace, file: AnswerFile): Promise<number | undefined> {
  const content = await readAnswers(workspace, file);
  return content && countLines(content);
}

const NEWLINE = 0x0a;
const SPACE = 0x20;

/**
 * Lines with anything but blanks and control characters, in time and memory that no content can raise.
 * @example countLines(Buffer.from("{}\n\n{}")) // 2
 */
export function countLines(content: Uint8Array): number {
  let lines = 0;
  let isBlank = true;
  for (const byte of content) {
    if (byte === NEWLINE) isBlank = true;
    else if (isBlank && byte > SPACE) {
      isBlank = false;
      lines += 1;
    }
  }
  return lines;
}
