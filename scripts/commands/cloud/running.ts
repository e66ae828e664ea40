import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../../../infra/errors";
import { isRunning } from "../../base/process-identity";
import { findRunningCloud } from "../../cloud/published";
import type { CloudConnection } from "../../cloud/connection";
import { worldHolder } from "../../cloud/world-folder";

/** A published cloud and its process. */
export interface RunningLocalCloud {
  connection: CloudConnection;
  /** Absent where the system does not tell. */
  pid: number | undefined;
}

/** The published cloud of a folder; undefined when none runs. @throws LabError `cloud` */
export async function runningCloud(home: string): Promise<RunningLocalCloud | undefined> {
  const connection = await findRunningCloud(home);
  return connection && { connection, pid: worldHolder(home)?.pid };
}

/** The published cloud of a folder. @throws LabError `not-found` when none runs */
export async function requireRunningCloud(home: string): Promise<CloudConnection> {
  const connection = await findRunningCloud(home);
  if (connection) return connection;
  throw new LabError("not-found", "no local cloud is running", {
    where: home,
    cure: "npx lab cloud start",
  });
}

const PAUSE_MS = 25;
/** What is being answered is finished first. */
const MAX_PAUSES = 2_400;

/**
 * Ends the published cloud of a folder, and waits for it.
 * @returns its process; undefined when none ran
 * @throws LabError `locked` when it is still running after a minute
 */
export async function stopRunningCloud(home: string): Promise<number | undefined> {
  if (!(await findRunningCloud(home))) return undefined;
  const holder = worldHolder(home);
  if (!holder) return undefined;
  process.kill(holder.pid, "SIGINT");
  for (let pauses = 0; pauses < MAX_PAUSES; pauses++) {
    if (!isRunning(holder)) return holder.pid;
    await sleep(PAUSE_MS);
  }
  throw new LabError("locked", `the local cloud (process ${holder.pid}) does not end`, {
    where: home,
    cure: "end that process by your system's means: the world stays as it is on disk",
  });
}
