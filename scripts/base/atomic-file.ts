/**
 * The one place that writes what commands keep: rosters, journals, answers, reports, states. Only
 * the owner may read it, and a file is either the old or the new one, whatever happens meanwhile.
 */
import {
  closeSync,
  fchmodSync,
  fsync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { LabError, messageOf } from "../../infra/errors";

/** Read and written by its owner alone. */
const PRIVATE = 0o600;

const unwritable = (file: string, cause: unknown): LabError =>
  new LabError(
    "state-unwritable",
    `the state of the stack could not be written: ${messageOf(cause)}`,
    {
      where: file,
      cure: "free some space or give write access, then run the same command again; the old state is intact",
      cause,
    },
  );

const synced = promisify(fsync);

async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, "r");
  await synced(handle).finally(() => closeSync(handle));
}

/** Opens a file whose folder may be missing. */
function openToWrite(file: string): number {
  try {
    return openSync(file, "w", PRIVATE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, "w", PRIVATE);
  }
}

/**
 * Temporary file, fsync, rename, fsync of the folder. The temporary name is fixed: a stack has one writer (its lock),
 * and what a killed writer left is overwritten by the next.
 * @throws LabError `state-unwritable`.
 */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  const temporary = `${file}.tmp`;
  try {
    const handle = openToWrite(temporary);
    try {
      writeFileSync(handle, content);
      await synced(handle);
    } finally {
      closeSync(handle);
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (e) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, e);
  }
}

/**
 * As `replaceFile`, at once and without waiting for the disk: for what can be made again.
 * @param mode of a file that is meant for others
 * @throws the file system's own error
 */
export function replaceFileSync(file: string, text: string, mode = PRIVATE): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Opens a file that grows line by line; the answer is its descriptor. A file that an earlier version
 * left to other users is closed to them.
 * @throws the file system's own error
 */
export function openToAppend(file: string): number {
  const handle = openSync(file, "a", PRIVATE);
  fchmodSync(handle, PRIVATE);
  return handle;
}

/** @throws LabError `state-unwritable`. */
export async function createIfMissing(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx", mode: PRIVATE });
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(file, e);
  }
}
