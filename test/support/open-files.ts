import { readdirSync, statSync } from "node:fs";
import * as path from "node:path";

/** The files below a folder that another user could read if the folder did not keep them out. */
export const openFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => (statSync(file).mode & 0o077) !== 0);
