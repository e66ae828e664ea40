import { debuggable, log } from "./sdk";

/**
 * The fourth frame is the one by which the agent of a proxy (agent-base, of the sign-in library)
 * tells HTTPS from HTTP.
 */
const FRAMES = 5;

let activePrograms = 0;
let restore: () => void = () => undefined;

/**
 * Runs `work` without what the SDK does to be debugged: the stack trace of each of its thousands of
 * promises, and messages to the engine, which has no use for them. All is restored after the last
 * concurrent program.
 */
export async function withLeanSdk<T>(work: () => Promise<T>): Promise<T> {
  if (activePrograms++ === 0) restore = makeLean();
  try {
    return await work();
  } finally {
    if (--activePrograms === 0) restore();
  }
}

function makeLean(): () => void {
  const { stackTraceLimit } = Error;
  const { debuggablePromise } = debuggable;
  const { debug } = log;
  Error.stackTraceLimit = FRAMES;
  debuggable.debuggablePromise = (promise) => promise;
  log.debug = () => Promise.resolve();
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    debuggable.debuggablePromise = debuggablePromise;
    log.debug = debug;
  };
}
