import { workFolderIn } from "../../../../infra/names/physical-names";
import type { Workspace } from "../../../lib/azure/workspace";
import type { Clusters } from "../open/clusters";

/** An object of a folder, as `workspace/list` describes it (Workspace API 2.0, ObjectInfo). */
interface Listed {
  object_type: string;
  path: string;
  /** Bytes; given of files alone. */
  size?: number;
  /** Milliseconds; given of files alone. */
  modified_at?: number;
}

/** What a student's notebook has saved. */
export interface SavedAnswers {
  /** Lines of its files; null where they are too large to be read. */
  count: number | null;
  /** When a file with answers last changed, as ISO text; null where there is none. */
  last: string | null;
}

/** Answers counted before, by file and its version: what did not change is not read again. */
export type AnswerCounts = Map<string, number>;

/** `_own_file` of `notebooks/lab_helpers.py`: one file per deployment, questions and seed. */
const ANSWERS = /\/(answers-[0-9a-f]{8}\.jsonl)$/;
/**
 * Bytes of one seat's files that are read. `workspace/export` gives no more of one file (Workspace
 * API 2.0: `MAX_NOTEBOOK_SIZE_EXCEEDED`).
 */
const MAX_BYTES = 10 * 1024 * 1024;
/** Files of one seat that are read: a student needs one. */
const MAX_FILES = 16;

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
  const original = outputs["notebookPath"];
  if (typeof original !== "string") return undefined;
  const folder = workFolderIn(original.slice(0, original.lastIndexOf("/")));
  const workspace = await clusters.workspaceOf(outputs);
  const listed = await workspace?.get<{ objects?: Listed[] }>(
    `/api/2.0/workspace/list?path=${encodeURIComponent(folder)}`,
  );
  if (!workspace || !listed) return undefined;
  const files = (listed.objects ?? []).filter(isAnswers);
  return { count: await countAll(workspace, folder, files, counts), last: lastChange(files) };
}

/** A file is made, empty, before the first answer. */
const isAnswers = ({ object_type, path, size }: Listed): boolean =>
  object_type === "FILE" && ANSWERS.test(path) && size !== 0;

function lastChange(files: readonly Listed[]): string | null {
  const times = files.flatMap(({ modified_at: at }) => at ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

async function countAll(
  workspace: Workspace,
  folder: string,
  files: readonly Listed[],
  counts: AnswerCounts,
): Promise<number | null> {
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (files.length > MAX_FILES || bytes > MAX_BYTES) return null;
  let all = 0;
  for (const file of files) {
    const path = `${folder}/${ANSWERS.exec(file.path)![1]!}`;
    const version = JSON.stringify([workspace.host, path, file.size, file.modified_at]);
    const count = counts.get(version) ?? (await countFile(workspace, path));
    if (count === undefined) return null;
    if (file.modified_at !== undefined) counts.set(version, count);
    all += count;
  }
  return all;
}

/** Undefined for a file that went away after its folder was listed. */
async function countFile(workspace: Workspace, path: string): Promise<number | undefined> {
  const answer = await workspace.get<{ content?: unknown }>(
    `/api/2.0/workspace/export?path=${encodeURIComponent(path)}&format=AUTO`,
  );
  if (typeof answer?.content !== "string") return undefined;
  return countLines(Buffer.from(answer.content, "base64"));
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
