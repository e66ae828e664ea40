import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import type { NotebookRequest, WrittenFile } from "./notebook";

/*
 * @parity
 * - files that it writes into a folder where its user may write are kept (10 MiB each, folders that
 *   exist) — documented
 */

/** Bytes of a file that is kept: as many as the Workspace API imports at once. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * The files in the folder of a run that are new or changed since it began. Links, and files larger
 * than the Workspace API takes, are none.
 */
export function writtenFiles(folder: string, given: NotebookRequest["files"]): WrittenFile[] {
  const before = new Map(given.map((file) => [file.path, file.content]));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= MAX_BYTES)
    .map((file) => ({
      path: path.relative(folder, file).split(path.sep).join("/"),
      content: readFileSync(file),
    }))
    .filter((file) => before.get(file.path)?.equals(file.content) !== true);
}
