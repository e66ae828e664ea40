import { chmodSync, mkdirSync, statSync } from "node:fs";

/** Set on folders in which all users may create files. */
const STICKY = 0o1000;

/**
 * Creates a folder that only its owner may enter, and closes an existing one to other users. The
 * folder of another user stays as it is, and so does one that all users share, such as /tmp.
 * Windows keeps its own rights: a user's folders are private there by default.
 */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (uid !== process.getuid?.() || (mode & STICKY) !== 0) return;
  if ((mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
