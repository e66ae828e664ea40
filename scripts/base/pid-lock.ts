import { createHash, randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isJsonObject } from "../../infra/json-object";
import { isRunning, ownIdentity, type ProcessIdentity } from "./process-identity";

/** Another process removes a stale lock within microseconds: waiting longer than this many pauses is no use. */
const TAKEOVER_TRIES = 500;
const TAKEOVER_PAUSE_MS = 2;

/** Who holds a lock; `pid` is undefined where the lock's file cannot be read. */
export interface LockHolder {
  pid: number | undefined;
}

/**
 * Takes the lock `file` for this process; the answer releases it. The lock of a process that is gone is taken over.
 *
 * The file is linked to its name when it is complete, so it is never seen empty and two processes never both create it.
 * A stale lock is removed only by the process that holds the lock on its removal, so that a slow contender cannot
 * remove its successor. A lock that cannot be read counts as held.
 * @throws what `refused` makes of the holder when the lock is held; the file system's own error when the folder cannot be
 * written.
 */
export function acquirePidLock(file: string, refused: (holder: LockHolder) => Error): () => void {
  for (let tries = 0; tries < TAKEOVER_TRIES; tries++) {
    if (create(file)) return () => rmSync(file, { force: true });
    const text = read(file);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (holder === undefined || isRunning(holder)) throw refused({ pid: holder?.pid });
    if (!removeStale(file, text)) pause();
  }
  throw refused({ pid: undefined });
}

/** The running process that holds the lock `file`; undefined where none does, or the file cannot be read. */
export function lockHolder(file: string): ProcessIdentity | undefined {
  const holder = holderIn(read(file) ?? "");
  return holder && isRunning(holder) ? holder : undefined;
}

/** Whether this process created the lock. */
function create(file: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, JSON.stringify({ ...ownIdentity(), nonce: randomUUID() }), {
      mode: 0o600,
    });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the lock whose content is `stale`. False: another process is removing it. */
function removeStale(file: string, stale: string): boolean {
  const digest = createHash("sha256").update(stale).digest("hex").slice(0, 16);
  const removal = `${file}.${digest}`;
  if (!create(removal)) {
    const text = read(removal);
    const remover = text === undefined ? undefined : holderIn(text);
    // The remover itself was killed: its own lock is stale, too.
    if (text !== undefined && remover !== undefined && !isRunning(remover))
      removeStale(removal, text);
    return false;
  }
  try {
    if (read(file) === stale) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(removal, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    // Released since; anything else is a lock that cannot be read.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "";
  }
}

/** Undefined for what no version of this file has written. Earlier versions wrote the process id alone. */
function holderIn(text: string): ProcessIdentity | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof found === "number" && found > 0) return { pid: found };
  if (!isJsonObject(found) || typeof found["pid"] !== "number") return undefined;
  const { pid, startTicks, bootId } = found;
  return { pid, startTicks: optionalText(startTicks), bootId: optionalText(bootId) };
}

const optionalText = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Blocks the thread: starting a process that holds a lock is no time for anything else. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TAKEOVER_PAUSE_MS);
}
