import * as path from "node:path";
import { WORK_FOLDER } from "../../base/folders";

export { PROJECT, WORK_FOLDER } from "../../base/folders";

/**
 * Folder of all that local runs keep: the cloud's world, stack states, reports. RAI_LAB_HOME moves
 * it.
 */
export const labHome = (env: NodeJS.ProcessEnv): string =>
  path.resolve(env.RAI_LAB_HOME ?? path.join(WORK_FOLDER, ".lab"));
