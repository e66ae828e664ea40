/** Whose program a stray rejection or a throw in a timer belongs to: the handler runs in the async context of its origin. */
import { AsyncLocalStorage } from "node:async_hooks";
import { asError } from "../deployment/failure";

type Report = (error: Error) => void;

const owner = new AsyncLocalStorage<Report>();
let isListening = false;

function reportToOwner(reason: unknown): void {
  const report = owner.getStore();
  if (report) {
    report(asError(reason));
    return;
  }
  // Not a program's: let Node end the process as it would have done without us.
  process.off("unhandledRejection", reportToOwner).off("uncaughtException", reportToOwner);
  setImmediate(() => {
    throw asError(reason);
  });
}

/** Runs `work` so that errors nobody awaits, of it and of nothing else, are given to `report`. */
export function withUnhandledErrorsReported<T>(report: Report, work: () => Promise<T>): Promise<T> {
  // Once and for good: a program may reject something after its run has ended.
  if (!isListening)
    process.on("unhandledRejection", reportToOwner).on("uncaughtException", reportToOwner);
  isListening = true;
  return owner.run(report, work);
}

let activePrograms = 0;
let originalLimit = 0;
/** The SDK formats a stack for every promise: frames are most of a program's CPU time. Restored with the last program. */
export async function withShortStacks<T>(work: () => Promise<T>): Promise<T> {
  if (activePrograms++ === 0) {
    originalLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 2;
  }
  try {
    return await work();
  } finally {
    if (--activePrograms === 0) Error.stackTraceLimit = originalLimit;
  }
}
