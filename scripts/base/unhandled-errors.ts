/**
 * The one handler of unhandled rejections and exceptions. Node calls it in the async context of the
 * origin, so an error is attributed to the work that caused it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { asError } from "./as-error";

type Report = (error: Error) => void;

/**
 * Whom the errors of some work are reported to. Sockets that outlive the work keep this, and must
 * not keep what reports.
 */
interface Owner {
  report: Report;
}

const owner = new AsyncLocalStorage<Owner>();
let reportUnowned: Report | undefined;
let isListening = false;

function handle(reason: unknown): void {
  const report = owner.getStore()?.report ?? reportUnowned;
  if (report) {
    report(asError(reason));
    return;
  }
  // Without a command around it, as in a test: let Node end the process as usual.
  process.off("unhandledRejection", handle).off("uncaughtException", handle);
  setImmediate(() => {
    throw asError(reason);
  });
}

/** Never stops: a program may reject a promise after its run has ended. */
function listen(): void {
  if (!isListening) process.on("unhandledRejection", handle).on("uncaughtException", handle);
  isListening = true;
}

/** Passes the unhandled errors that no work owns to `report`, for the life of the process. */
export function onUnhandledError(report: Report): void {
  reportUnowned = report;
  listen();
}

/**
 * Runs `work` and passes its unhandled errors, and no others, to `report`. Those that come after its
 * end are dropped.
 */
export function withUnhandledErrorsReported<T>(report: Report, work: () => Promise<T>): Promise<T> {
  listen();
  const own: Owner = { report };
  return owner.run(own, work).finally(() => (own.report = () => undefined));
}
