import type { Task } from "../entities";
import type { NotebookRequest } from "../notebooks/notebook";
import type { WorkspaceStore } from "../store";
import { isUnder, parentPath } from "../workspace/paths";
import { dbfsPath, pathOf } from "./task";

/*
 * @parity
 * - `spark_python_task`: a file of the workspace or of DBFS, its arguments, `logs` of its output;
 *   exit status 0 is success — documented; the last two's details guessed
 */

/**
 * What a task runs, and the notebooks and files that it can reach: those in its folder and below, and
 * those that lie in the folders above it, where a student's copy finds what belongs to the original.
 */
export function filesFor(
  store: WorkspaceStore,
  task: Task,
): Pick<NotebookRequest, "path" | "files" | "entry"> {
  const path = pathOf(task);
  const inDbfs = dbfsPath(path);
  if (inDbfs !== undefined) {
    const content = Buffer.from(store.dbfs.get(inDbfs)?.content ?? "", "base64");
    return { path, files: [{ path: inDbfs.slice(1), content }], entry: inDbfs.slice(1) };
  }
  const folder = parentPath(path);
  const isReached = (file: string): boolean =>
    isUnder(file, folder) || isUnder(folder, parentPath(file));
  const files = store.objects
    .values()
    .filter((o) => o.object_type !== "DIRECTORY" && isReached(o.path))
    .map((o) => ({
      path: fileOf(o.path, o.object_type === "NOTEBOOK"),
      content: Buffer.from(o.content ?? "", "base64"),
    }));
  return { path, files, entry: fileOf(path, task.notebook_task !== undefined) };
}

/** The file in which a notebook, or a file of the workspace, lies for what runs. */
const fileOf = (path: string, isNotebook: boolean): string =>
  path.slice(1) + (isNotebook ? ".py" : "");
