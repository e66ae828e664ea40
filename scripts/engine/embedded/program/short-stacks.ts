/**
 * The fourth frame is the one by which the agent of a proxy (agent-base, of the sign-in library)
 * tells HTTPS from HTTP.
 */
const FRAMES = 5;

let activePrograms = 0;
let originalLimit = 0;
/**
 * Runs `work` with short stack traces. The SDK captures a stack for every promise, which is
 * most of a program's CPU time. The limit is restored after the last concurrent program.
 */
export async function withShortStacks<T>(work: () => Promise<T>): Promise<T> {
  if (activePrograms++ === 0) {
    originalLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = FRAMES;
  }
  try {
    return await work();
  } finally {
    if (--activePrograms === 0) Error.stackTraceLimit = originalLimit;
  }
}
