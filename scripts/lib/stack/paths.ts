import * as path from "node:path";

/** The project's root: where Pulumi.yaml is. */
export const PROJECT = path.resolve(__dirname, "../../..");

/** Everything a local run keeps: the cloud's world, stack states, reports. `RAI_LAB_HOME` moves it (tests do). */
export const labHome = (env: NodeJS.ProcessEnv): string =>
  path.resolve(env.RAI_LAB_HOME ?? path.join(PROJECT, ".lab"));
