import { debuggable } from "./sdk";

/**
 * The fourth frame is the one by which the agent of a proxy (agent-base, of the sign-in library)
 * tells HTTPS from HTTP.
 */
const FRAMES = 5;

let activePrograms = 0;
let restore: () => void = () => undefined;

/**
 * Runs `work` with short stack traces, and none of the SDK's promises: by default it writes the stack
 * of each, of which there are thousands. All is restored after the last concurrent program.
 */
export async function withShortStacks<T>(work: () => Promise<T>): Promise<T> {
  if (activePrograms++ === 0) restore = shortenStacks();
  try {
    return await work();
  } finally {
    if (--activePrograms === 0) restore();
  }
}

function shortenStacks(): () => void {
  const { stackTraceLimit } = Error;
  const { debuggablePromise } = debuggable;
  Error.stackTraceLimit = FRAMES;
  debuggable.debuggablePromise = (promise) => promise;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    debuggable.debuggablePromise = debuggablePromise;
  };
}
