import { LabError } from "../../../infra/errors";
import type { Console } from "../../lib/shell/console";
import { checkStackExists } from "./known-stacks";
import type { CloudOptions, OpenCloud, SessionOptions, StackHandle, StackSession } from "./session";

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
  refuseEmbeddedOnAzure(options);
  await checkStackExists(options, console);
  return withCloud(options, console, async (cloud) => work(await cloud.open(options)));
}

/** Opens a cloud, runs `work` with it and closes it, also after a failure. */
export async function withCloud<T>(
  options: CloudOptions,
  console: Console,
  work: (cloud: OpenCloud) => Promise<T>,
): Promise<T> {
  refuseEmbeddedOnAzure(options);
  const cloud = await openCloud(options, console);
  try {
    return await work(cloud);
  } finally {
    await cloud.close();
  }
}

function refuseEmbeddedOnAzure({ engine, local = false }: CloudOptions): void {
  if (engine === "embedded" && !local)
    throw new LabError("usage", "the embedded engine works on the local cloud only", {
      where: "--engine embedded",
      cure: "add --local, or omit --engine: on Azure the Pulumi CLI runs the program",
    });
}

/**
 * Loads the code of one side only: the local cloud and the embedded engine are most of this
 * project.
 */
function openCloud(options: CloudOptions, console: Console): Promise<OpenCloud> {
  if (options.local ?? false)
    return (require("./session-local") as typeof import("./session-local")).openLocalCloud(
      options,
      console,
    );
  const { openAzureCloud } = require("./session-azure") as typeof import("./session-azure");
  return Promise.resolve(openAzureCloud(console));
}
