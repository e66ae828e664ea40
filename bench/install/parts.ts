import { lstatSync, readdirSync } from "node:fs";
import * as path from "node:path";

/** Bytes of a part of what is installed. */
export interface Part {
  /** Its path, such as `node_modules/openai`. */
  name: string;
  bytes: number;
}

/**
 * Folders whose entries are parts of their own; a scope of npm is one too. In everything else, what
 * is directly in it is a part.
 */
const OF_PARTS = [
  /^node_modules(\/@[^/]+)?$/,
  /^\.venv(\/[^/]+)?$/,
  /^\.venv\/[^/]+\/(lib|Lib)(\/python[^/]*)?(\/site-packages)?$/,
];

/**
 * The installed packages and files under `root`, largest first. Sizes are those of the files: what
 * they take on a disk depends on its blocks. Links are not followed.
 */
export function partsOf(root: string): Part[] {
  const within = (folder: string): Part[] => {
    if (!OF_PARTS.some((form) => form.test(folder)))
      return [{ name: folder, bytes: bytesOf(path.join(root, folder)) }];
    return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return within(name);
      return [{ name, bytes: lstatSync(path.join(root, name)).size }];
    });
  };
  return ["node_modules", ".venv"].flatMap(within).sort((a, b) => b.bytes - a.bytes);
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .reduce((sum, { parentPath, name }) => sum + lstatSync(path.join(parentPath, name)).size, 0);
}
