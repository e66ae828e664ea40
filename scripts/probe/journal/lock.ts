import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { isProcessRunning } from "../../base/process-alive";

/** Processes that died at the same time may each leave a lock; more than a few in a row is somebody who keeps taking it. */
const TRIES = 5;

/**
 * Holds a journal for one process: `<journal>.lock` with its id. What a dead process left (`kill -9`) is taken over.
 * The answer releases it. @throws LabError `locked`, naming who holds it.
 */
export function lockJournal(file: string): () => void {
  const lock = `${file}.lock`;
  for (let tries = 0; tries < TRIES; tries++) {
    if (take(lock)) return () => rmSync(lock, { force: true });
    const holder = holderOf(lock);
    if (holder !== undefined && isProcessRunning(holder)) throw locked(file, holder);
    rmSync(lock, { force: true });
  }
  throw locked(file, undefined);
}

function take(lock: string): boolean {
  try {
    const handle = openSync(lock, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new LabError("journal", "the folder of the journal cannot be written", {
      where: lock,
      cause: error,
    });
  }
}

/** Undefined when it was released meanwhile, or its owner died before it wrote its name. */
function holderOf(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Signal 0 asks whether a process exists; EPERM means that it does and belongs to somebody else. */
const locked = (file: string, holder: number | undefined): LabError =>
  new LabError(
    "locked",
    `another probe writes this journal${holder === undefined ? "" : ` (process ${holder})`}`,
    {
      where: file,
      cure: "wait until it has ended, or choose another folder with --out",
    },
  );
