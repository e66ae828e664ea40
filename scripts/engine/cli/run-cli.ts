import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Where the CLI is run. */
export interface Workspace {
  /** The project's folder. */
  folder: string;
  /** The whole environment. */
  env: NodeJS.ProcessEnv;
}

/** The CLI ended with another exit code than 0. The message is what it wrote to stderr. */
export class CliError extends Error {}

/** What a run of the CLI is told beside its arguments. */
export interface CliOptions {
  /** Receives the events of an operation that is run with `--json`; the output is then empty. */
  onEvent?: (event: EngineEvent) => void;
  /** Interrupts the CLI, which ends what it has begun. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs the `pulumi` on the PATH of the environment, which never asks anything. It is run directly and not
 * by Pulumi's Automation API, which starts it four times for an update: for the outputs, once more for
 * the secret ones, and for the history.
 * @returns its output
 * @throws CliError
 */
export async function runCli(
  { folder, env }: Workspace,
  args: readonly string[],
  { onEvent, signal }: CliOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const interrupt = (): void => void child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt);
  try {
    const [output, stderr, [code]] = await Promise.all([
      onEvent ? eventsOf(child.stdout, onEvent) : text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new CliError(stderr.trim() || `pulumi ended with exit code ${code}`);
    return output;
  } finally {
    signal?.removeEventListener("abort", interrupt);
  }
}

/** The events of a log that the CLI wrote, one a line. */
export const eventsIn = (log: string): EngineEvent[] =>
  log
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as EngineEvent);

/** Reads the events, one a line. Other lines are for people. */
async function eventsOf(
  stdout: NodeJS.ReadableStream,
  onEvent: (event: EngineEvent) => void,
): Promise<string> {
  for await (const line of createInterface({ input: stdout }))
    if (line.startsWith("{")) onEvent(JSON.parse(line) as EngineEvent);
  return "";
}
