import { readFileSync } from "node:fs";

/**
 * Whether a process of this machine is still there; one of another user's is, though it takes no signal of ours. One that
 * is dead and not yet collected by its parent is not (a container without an init collects none, for ever).
 */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Linux tells the state behind the command's name in brackets, which may hold anything; other systems have no such file. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}
