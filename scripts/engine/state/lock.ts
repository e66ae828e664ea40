/** The stack lock of Pulumi's `file://` backend: `.pulumi/locks/organization/<project>/<stack>/<uuid>.json`. */
import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { LabError } from "../../../infra/errors";
import { isProcessRunning } from "../../base/process-identity";
import { createIfMissing } from "../../base/atomic-file";

interface Holder {
  pid?: number;
  username?: string;
  hostname?: string;
  timestamp?: string;
}

/** A lock whose process died on this host (`kill -9`) holds nothing; of other hosts we cannot know. */
const holds = (h: Holder): boolean =>
  h.hostname !== hostname() || h.pid === undefined || isProcessRunning(h.pid);

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch (e) {
    // Released since we listed the folder; anything else that cannot be read may be a lock being written.
    return (e as NodeJS.ErrnoException).code === "ENOENT" ? undefined : {};
  }
}

async function assertFree(folder: string, own: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    // Older CLIs' bucket library keeps the attributes of each file beside it.
    if (file === own || name.endsWith(".attrs")) continue;
    const holder = await holderOf(file);
    if (!holder) continue;
    if (!holds(holder)) {
      await rm(file, { force: true });
      continue;
    }
    const who = `${holder.username ?? "?"}@${holder.hostname ?? "?"} (pid ${holder.pid ?? "?"})`;
    throw new LabError(
      "locked",
      `the stack is being changed by ${who} since ${holder.timestamp ?? "?"}`,
      {
        where: file,
        cure: "wait until that run has ended; if it is certain that it is not running any more, delete the file",
      },
    );
  }
}

/**
 * Takes the lock of one stack; the answer releases it. A lock left by a dead process of this host is taken over.
 * @throws LabError `withLock`, naming who holds it; `state-unwritable`.
 */
export async function lock(
  backend: string,
  project: string,
  stack: string,
): Promise<() => Promise<void>> {
  const folder = join(backend, ".pulumi", "locks", "organization", project, stack);
  const own = join(folder, `${randomUUID()}.json`);
  const release = (): Promise<void> => rm(own, { force: true });
  await assertFree(folder, own);
  const timestamp = new Date().toISOString();
  const holder = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp,
  };
  await createIfMissing(own, JSON.stringify(holder));
  try {
    // Two who came at once now see each other.
    await assertFree(folder, own);
  } catch (e) {
    await release();
    throw e;
  }
  return release;
}
