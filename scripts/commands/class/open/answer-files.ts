import { workFolderIn } from "../../../../infra/names/physical-names";
import type { Workspace } from "../../../lib/azure/workspace";
import type { Clusters } from "./clusters";

/** An object of a folder, as `workspace/list` describes it (Workspace API 2.0, ObjectInfo). */
interface Listed {
  object_type: string;
  path: string;
  /** Bytes; given of files alone. */
  size?: number;
  /** Milliseconds; given of files alone. */
  modified_at?: number;
}

/** A file of answers in a seat's folder. */
export interface AnswerFile {
  path: string;
  size?: number | undefined;
  modified_at?: number | undefined;
}

/** What a seat's folder holds of answers. */
export interface AnswerFolder {
  workspace: Workspace;
  files: AnswerFile[];
  /** Whether there is more than is read of one seat. */
  isTooLarge: boolean;
}

/** `_own_file` of `notebooks/lab_helpers.py`: one file per deployment, questions and seed. */
const ANSWERS = /\/(answers-[0-9a-f]{8}\.jsonl)$/;
/**
 * Bytes of one seat's files that are read. `workspace/export` gives no more of one file (Workspace
 * API 2.0: `MAX_NOTEBOOK_SIZE_EXCEEDED`).
 */
export const MAX_BYTES = 10 * 1024 * 1024;
/** Files of one seat that are read: a student needs one. */
const MAX_FILES = 16;

/**
 * Lists the files of answers in the folder of a seat.
 * @param outputs of the seat's stack
 * @returns undefined where there is no such folder
 * @throws LabError `cloud` | `sign-in`; RestError of Azure's client
 */
export async function answerFolder(
  clusters: Pick<Clusters, "workspaceOf">,
  outputs: Record<string, unknown>,
): Promise<AnswerFolder | undefined> {
  const original = outputs["notebookPath"];
  if (typeof original !== "string") return undefined;
  const folder = workFolderIn(original.slice(0, original.lastIndexOf("/")));
  const workspace = await clusters.workspaceOf(outputs);
  const listed = await workspace?.get<{ objects?: Listed[] }>(
    `/api/2.0/workspace/list?path=${encodeURIComponent(folder)}`,
  );
  if (!workspace || !listed) return undefined;
  const files = (listed.objects ?? []).filter(isAnswers).map(({ path, size, modified_at }) => ({
    ...{ path: `${folder}/${ANSWERS.exec(path)![1]!}`, size, modified_at },
  }));
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  return { workspace, files, isTooLarge: files.length > MAX_FILES || bytes > MAX_BYTES };
}

/** A file is made, empty, before the first answer. */
const isAnswers = ({ object_type, path, size }: Listed): boolean =>
  object_type === "FILE" && ANSWERS.test(path) && size !== 0;

/** The bytes of a file; undefined for one that went away after its folder was listed. */
export async function readAnswers(
  workspace: Workspace,
  { path }: AnswerFile,
): Promise<Buffer | undefined> {
  const answer = await workspace.get<{ content?: unknown }>(
    `/api/2.0/workspace/export?path=${encodeURIComponent(path)}&format=AUTO`,
  );
  if (typeof answer?.content !== "string") return undefined;
  return Buffer.from(answer.content, "base64");
}
