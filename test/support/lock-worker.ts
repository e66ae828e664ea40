/** One contender for a lock: takes and releases it many times, and counts in shared memory how many hold it at once. */
import { writeFileSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { acquirePidLock } from "../../scripts/base/pid-lock";

/** Places in the shared counts. */
const [HOLDERS, TAKEN, TOGETHER] = [0, 1, 2];

const { file, counts, rounds, stale } = workerData as {
  file: string;
  counts: Int32Array;
  rounds: number;
  /** What a process that is gone has left in the lock. */
  stale: string;
};

for (let round = 0; round < rounds; round++) {
  let release: (() => void) | undefined;
  try {
    release = acquirePidLock(file, () => new Error("held"));
  } catch {
    continue;
  }
  if (Atomics.add(counts, HOLDERS, 1) > 0) Atomics.add(counts, TOGETHER, 1);
  Atomics.add(counts, TAKEN, 1);
  Atomics.sub(counts, HOLDERS, 1);
  release();
  if (round % 2 === 0) leaveStaleLock();
}

function leaveStaleLock(): void {
  try {
    writeFileSync(file, stale, { flag: "wx" });
  } catch {
    // Another contender has the lock already.
  }
}
