import * as path from "node:path";

/** The project's root, which holds Pulumi.yaml. */
export const PROJECT = path.resolve(__dirname, "../../..");

/**
 * Folder of all that local runs keep: the cloud's world, stack states, reports. RAI_LAB_HOME moves
 * it.
 */
export const labHome = (env: NodeJS.ProcessEnv): string =>
  path.resolve(env.RAI_LAB_HOME ?? path.join(PROJECT, ".lab"));
