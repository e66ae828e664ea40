import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { MIB } from "../figures";

const SAMPLED_MS = 200;
const PAGE_BYTES = 4096;

/** What a command printed, and the most memory that it and its descendants had together. */
export interface Watched {
  text: string;
  /** Mebibytes of resident memory; NaN without `/proc`. */
  peakMib: number;
}

/** Runs a command to its end. @throws Error with what it wrote when it fails */
export function runWatched(
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<Watched> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let [text, errors, peak] = ["", "", 0];
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const watch = setInterval(() => (peak = Math.max(peak, residentOf(child.pid!))), SAMPLED_MS);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ text, peakMib: peak > 0 ? peak / MIB : NaN });
      else reject(new Error(`${command} ${args.join(" ")} failed:\n${errors}`));
    });
  });
}

/** Bytes of a process and of all that descend from it. */
function residentOf(root: number): number {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const isWithin = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isWithin(parents.get(pid)));
  return [...parents.keys()].filter(isWithin).reduce((sum, pid) => sum + residentOfOne(pid), 0);
}

function processes(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Undefined for a process that has ended meanwhile. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const parentOf = (pid: number): number | undefined => {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === undefined
    ? undefined
    : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
};

const residentOfOne = (pid: number): number =>
  Number(textOf(`/proc/${pid}/statm`)?.split(" ")[1] ?? 0) * PAGE_BYTES;
