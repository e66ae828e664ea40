/**
 * Attributes unhandled rejections and exceptions to the program that caused them: Node calls the
 * handlers in the async context of the origin.
 */
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
  // No program caused it: let Node end the process as usual.
  process.off("unhandledRejection", reportToOwner).off("uncaughtException", reportToOwner);
  setImmediate(() => {
    throw asError(reason);
  });
}

/** Runs `work` and passes its unhandled errors, and no others, to `report`. */
export function withUnhandledErrorsReported<T>(report: Report, work: () => Promise<T>): Promise<T> {
  // Never removed: a program may reject a promise after its run has ended.
  if (!isListening)
    process.on("unhandledRejection", reportToOwner).on("uncaughtException", reportToOwner);
  isListening = true;
  return owner.run(report, work);
}

let activePrograms = 0;
let originalLimit = 0;
/**
 * Runs `work` with stack traces of two frames. The SDK captures a stack for every promise, which is
 * most of a program's CPU time. The limit is restored after the last concurrent program.
 */
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
