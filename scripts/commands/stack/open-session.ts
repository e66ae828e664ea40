import type { Console } from "../../lib/shell/console";
import type { StackSession, SessionOptions } from "./session";

/** Opens a session, runs `work` with it and closes it, also after a failure. */
export async function withSession<T>(
  options: SessionOptions,
  console: Console,
  work: (session: StackSession) => Promise<T>,
): Promise<T> {
  const session = await open(options, console);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/**
 * Loads the code of one side only: the local cloud and the embedded engine are most of this
 * project.
 */
function open(options: SessionOptions, console: Console): Promise<StackSession> {
  if (options.local ?? false)
    return (require("./session-local") as typeof import("./session-local")).openLocalSession(
      options,
      console,
    );
  return Promise.resolve(
    (require("./session-azure") as typeof import("./session-azure")).openAzureSession(
      options,
      console,
    ),
  );
}
