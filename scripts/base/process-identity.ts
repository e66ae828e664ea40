import { readFileSync } from "node:fs";

/**
 * One run of one process of this machine. A process id alone is reused: after a restart of the machine or in a new
 * container, another program has it.
 */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks between the start of the machine and of the process; absent where there is no `/proc`. */
  startTicks?: string | undefined;
  /** Changes with every start of the machine; absent where there is no `/proc`. */
  bootId?: string | undefined;
}

/** The identity of this process. */
export const ownIdentity = (): ProcessIdentity => identityOf(process.pid);

/** Whether the very process that has this identity is still running. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (!isProcessRunning(identity.pid)) return false;
  const now = identityOf(identity.pid);
  return matches(identity.startTicks, now.startTicks) && matches(identity.bootId, now.bootId);
}

/**
 * Whether a process of this machine is running; another user's is, although it takes no signal of ours. A process that
 * is dead and not yet collected by its parent is not (a container without an init collects none).
 */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return statOf(pid)?.state !== "Z";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What one side does not know cannot tell two processes apart. */
const matches = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;

const identityOf = (pid: number): ProcessIdentity => ({
  pid,
  startTicks: statOf(pid)?.startTicks,
  bootId: textOf("/proc/sys/kernel/random/boot_id"),
});

/** Fields 3 and 22 of `/proc/PID/stat` (proc_pid_stat(5)). The name before them, in brackets, may hold anything. */
function statOf(pid: number): { state: string; startTicks: string } | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTicks: fields[19] ?? "" };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
