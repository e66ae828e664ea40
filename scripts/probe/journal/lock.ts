import { LabError } from "../../../infra/errors";
import { acquirePidLock, type LockHolder } from "../../base/pid-lock";

/**
 * Holds a journal for one process: `<journal>.lock`. The lock of a process that is gone (`kill -9`) is taken over. The
 * answer releases it.
 * @throws LabError `locked`, naming the holder; `journal` when the folder cannot be written.
 */
export function lockJournal(file: string): () => void {
  try {
    return acquirePidLock(`${file}.lock`, (holder) => locked(file, holder));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError("journal", "the folder of the journal cannot be written", {
      where: `${file}.lock`,
      cause,
    });
  }
}

function locked(file: string, { pid }: LockHolder): LabError {
  const holder = pid === undefined ? "" : ` (process ${pid})`;
  return new LabError("locked", `another probe writes this journal${holder}`, {
    where: pid === undefined ? `${file}.lock` : file,
    cure: "wait until it has ended, or choose another folder with --out",
  });
}
