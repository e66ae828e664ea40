import { copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { LabError, messageOf } from "../../infra/errors";
import { Store } from "./core/store";
import { worldFile } from "./world-folder";

/**
 * Lets the world of a folder begin as a copy of a snapshot, which is the `cloud.jsonl` of some
 * world. The snapshot itself never changes. The caller holds the lock of the folder.
 * @throws LabError `exists` when the folder has a world, `state-unreadable` when the file is none
 */
export function beginFromSnapshot(folder: string, snapshot: string): void {
  const file = worldFile(folder);
  if (existsSync(file) && statSync(file).size > 0)
    throw new LabError("exists", "this folder has a world already, so no snapshot was read", {
      where: file,
      cure: "omit --snapshot to continue with that world, or delete it with `npx lab cloud reset`",
    });
  const draft = `${file}.draft`;
  try {
    copyFileSync(snapshot, draft);
    new Store(draft).close();
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new LabError("state-unreadable", `the snapshot cannot be used: ${messageOf(cause)}`, {
      where: snapshot,
      cure: "give the cloud.jsonl of a local cloud, copied while it was stopped or running",
      cause,
    });
  }
}
