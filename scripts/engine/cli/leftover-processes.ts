/**
 * Processes that a killed Pulumi CLI leaves behind: its language host, the program and the provider of
 * dynamic resources wait for an engine for ever.
 */
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import * as path from "node:path";

/** A running process, as `/proc` describes it. */
interface RunningProcess {
  pid: number;
  parent: number;
  /** Its first 15 letters. */
  name: string;
  args: string;
  cwd: string;
}

/** Arguments of what the CLI starts: language hosts, provider plugins, and the SDK's Node programs. */
const STARTED_BY_CLI =
  /pulumi-(language|resource|analyzer)-|@pulumi\/pulumi\/cmd\/(run|dynamic-provider|run-policy-pack)/;

/**
 * The ids of the leftover processes of this user that work on the project in `folder`. A process with a
 * running CLI among its ancestors is none: it belongs to another run. Empty where there is no `/proc`.
 */
export function leftoverProcesses(folder: string, proc = "/proc"): number[] {
  const all = new Map(readProcesses(proc).map((one) => [one.pid, one]));
  const hasCli = (one: RunningProcess | undefined, depth = 0): boolean => {
    if (!one || depth > all.size) return false;
    return one.name === "pulumi" || hasCli(all.get(one.parent), depth + 1);
  };
  return [...all.values()]
    .filter(({ args }) => STARTED_BY_CLI.test(args))
    .filter(({ cwd, args }) => isInside(folder, cwd) || args.split("\0").includes(folder))
    .filter((one) => one.pid !== process.pid && !hasCli(one))
    .map(({ pid }) => pid);
}

/** Ends the leftover processes of a project. @returns how many there were */
export function endLeftoverProcesses(folder: string): number {
  const pids = leftoverProcesses(folder);
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
  return pids.length;
}

const isInside = (folder: string, inner: string): boolean =>
  inner === folder || inner.startsWith(folder + path.sep);

function readProcesses(proc: string): RunningProcess[] {
  const own = process.getuid?.();
  let names: string[];
  try {
    names = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      const folder = path.join(proc, name);
      if (statSync(folder).uid !== own) return [];
      return [readProcess(folder, Number(name))];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** Fields 2 and 4 of `stat` (proc_pid_stat(5)): the name is in brackets and may hold anything. */
function readProcess(folder: string, pid: number): RunningProcess {
  const stat = readFileSync(path.join(folder, "stat"), "utf8");
  const end = stat.lastIndexOf(")");
  return {
    pid,
    parent: Number(stat.slice(end + 2).split(" ")[1]),
    name: stat.slice(stat.indexOf("(") + 1, end),
    args: readFileSync(path.join(folder, "cmdline"), "utf8"),
    cwd: readlinkSync(path.join(folder, "cwd")),
  };
}
