import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { acquirePidLock, lockHolder, type LockHolder } from "../base/pid-lock";
import { ensurePrivateFolder } from "../base/private-folder";
import type { ProcessIdentity } from "../base/process-identity";

/** The file that holds the world of a folder. */
export const worldFile = (folder: string): string => path.join(folder, "cloud.jsonl");

const lockFile = (folder: string): string => path.join(folder, "cloud.pid");

/** The running process that hosts the world of a folder; undefined when none does. */
export const worldHolder = (folder: string): ProcessIdentity | undefined =>
  lockHolder(lockFile(folder));

/**
 * Locks a folder's world for this process; the answer releases it. Two processes would answer at the
 * same ports and write the same file.
 * @throws LabError `locked`
 */
export function lockWorld(folder: string): () => void {
  const file = lockFile(folder);
  const refused = ({ pid }: LockHolder): LabError =>
    new LabError(
      "locked",
      `another lab command (process ${pid ?? "unknown"}) is using the local cloud`,
      {
        where: pid === undefined ? file : folder,
        cure: "wait until it ends; or run `npx lab cloud start`, which many commands can use at once",
      },
    );
  ensurePrivateFolder(folder);
  return acquirePidLock(file, refused);
}
