import { spawn, type ChildProcessByStdio } from "node:child_process";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";

const ROOT = path.resolve(__dirname, "../..");

export interface ProcessResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface LabProcess {
  child: ChildProcessByStdio<null, Readable, Readable>;
  ended: Promise<ProcessResult>;
  /** Resolves when what was printed on stderr so far matches. */
  waitForOutput(text: RegExp): Promise<void>;
}

export interface StartOptions {
  env?: Record<string, string>;
  /** Whose command: one that writes into the settings belongs into a copy. */
  project?: string;
  /** Where it is called. */
  cwd?: string;
  /** A command line that runs it, before its own. */
  within?: readonly string[];
}

/** Starts the real command in a process of its own, with its world in `home`. It does not outlive the test. */
export function startLab(
  home: string,
  args: string[],
  { env, project = ROOT, cwd = ROOT, within = [] }: StartOptions = {},
): LabProcess {
  const own = [process.execPath, path.join(project, "bin/lab.js"), ...args];
  const [command, ...rest] = [...within, ...own] as [string, ...string[]];
  const child = spawn(command, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
    env: { ...process.env, RAI_LAB_HOME: home, NO_COLOR: "1", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<ProcessResult>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
  const waitForOutput = (text: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text.test(stderr + stdout)) resolve();
      };
      child.stderr.on("data", look);
      child.stdout.on("data", look);
      child.once("close", () =>
        reject(new Error(`ended without saying ${String(text)}:\n${stderr}`)),
      );
      look();
    });
  return { child, ended, waitForOutput: waitForOutput };
}

export const lab = (home: string, ...args: string[]): Promise<ProcessResult> =>
  startLab(home, args).ended;

/** The one JSON document of a command's stdout. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the shape it is about to check
export const documentOf = <T>({ stdout, stderr }: ProcessResult): T => {
  if (stdout === "") throw new Error(`nothing on stdout:\n${stderr}`);
  return JSON.parse(stdout) as T;
};
