import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import * as path from "node:path";
import { type Figure, MIB } from "../figures";

/** Where runs are kept, in the repository: one line of JSON each. */
const RUNS = path.join(__dirname, "runs.jsonl");

/** A figure and its bench. */
export type Measured = Figure & { bench: string };

/** One call of `npm run bench`. */
export interface Run {
  /** In UTC. */
  date: string;
  /** Of the checkout, with a `+` where files differed from it. */
  commit: string;
  /** Facts of the machine that figures depend on, and none that name it. */
  machine: {
    cpu: string;
    cores: number;
    memoryGib: number;
    system: string;
    node: string;
    /** Processes that wanted a core when the run began, as a mean over a minute. */
    load: number;
  };
  figures: readonly Measured[];
}

/** What is known of a run before it measures. */
export function beginRun(now = new Date()): Omit<Run, "figures"> {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: __dirname, encoding: "utf8" }).trim();
  // Our own files are renewed by every run.
  const own = [":(exclude)runs.jsonl", ":(exclude)index.html"];
  const changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/", ...own);
  const differs = changed === "" ? "" : "+";
  return {
    date: now.toISOString(),
    commit: git("rev-parse", "--short", "HEAD") + differs,
    machine: {
      cpu: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      memoryGib: Math.round(totalmem() / MIB / 1024),
      system: `${process.platform}-${process.arch}`,
      node: process.versions.node,
      load: Number((loadavg()[0] ?? 0).toFixed(1)),
    },
  };
}

/** Adds a run to those that are kept: a value that was not measured is null there. */
export function keep(run: Run, file = RUNS): void {
  const figures = run.figures.map((one) => ({ ...one, value: Number(one.value.toPrecision(5)) }));
  appendFileSync(file, `${JSON.stringify({ ...run, figures })}\n`);
}

/** JSON has no NaN. */
interface Kept extends Omit<Run, "figures"> {
  figures: (Omit<Measured, "value"> & { value: number | null })[];
}

/** All kept runs, the oldest first. */
export function keptRuns(file = RUNS): Run[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const run = JSON.parse(line) as Kept;
    return { ...run, figures: run.figures.map((one) => ({ ...one, value: one.value ?? NaN })) };
  });
}
