import { LabError } from "../../../infra/errors";
import type { Console } from "../../lib/shell/console";
import { checkStackExists } from "./known-stacks";
import type { SessionOptions, StackHandle, StackSession } from "./session";

/**
 * Opens a stack with a valid configuration, runs `work` with it and closes it, also after a
 * failure.
 * @throws LabError `config`
 */
export const withSession = <T>(
  options: SessionOptions,
  console: Console,
  work: (session: StackSession) => Promise<T>,
): Promise<T> =>
  withHandle(options, console, (handle) => {
    const { configuration: config } = handle;
    if (config instanceof LabError) throw config;
    return work({ ...handle, config });
  });

/**
 * As `withSession`, for commands that leave or look: they need names and state, and a wrong setting
 * is a warning.
 */
export const withStack = <T>(
  options: SessionOptions,
  console: Console,
  work: (handle: StackHandle) => Promise<T>,
): Promise<T> =>
  withHandle(options, console, (handle) => {
    const { configuration } = handle;
    if (configuration instanceof LabError)
      console.note(`warning: ${configuration.message}\n  where: ${configuration.where ?? ""}`);
    return work(handle);
  });

async function withHandle<T>(
  options: SessionOptions,
  console: Console,
  work: (handle: StackHandle) => Promise<T>,
): Promise<T> {
  if (options.engine === "embedded" && options.local !== true)
    throw new LabError("usage", "the embedded engine works on the local cloud only", {
      where: "--engine embedded",
      cure: "add --local, or omit --engine: on Azure the Pulumi CLI runs the program",
    });
  await checkStackExists(options, console);
  const handle = await open(options, console);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Loads the code of one side only: the local cloud and the embedded engine are most of this
 * project.
 */
function open(options: SessionOptions, console: Console): Promise<StackHandle> {
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
