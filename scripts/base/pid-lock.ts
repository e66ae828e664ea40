import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { isProcessRunning } from "./process-alive";

/**
 * One process at a time hosts the world of a folder: two would answer for the same ports and write the same file.
 * A claim whose process is gone (`kill -9`) is taken over. Returns the release.
 * @throws LabError `locked`.
 */
export function acquirePidLock(folder: string): () => void {
  const file = path.join(folder, "cloud.pid");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(readFileSync(file, "utf8"));
      if (holder > 0 && isProcessRunning(holder))
        throw new LabError(
          "locked",
          `another lab command (process ${holder}) is using the local cloud`,
          {
            where: folder,
            cure: "wait until it ends; or run `npx lab cloud` in a terminal of its own, which many commands can use at once",
          },
        );
      rmSync(file, { force: true });
    }
  }
}
