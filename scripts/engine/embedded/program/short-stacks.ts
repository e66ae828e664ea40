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
