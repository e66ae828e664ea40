import { spawn } from "node:child_process";
import * as path from "node:path";
import { once } from "node:events";
import { isJsonObject, type JsonObject } from "../../../infra/json-object";
import { readLines } from "../../base/child-lines";
import type { Say } from "../../lib/shell/stages";
import { PROJECT } from "../../lib/stack/paths";

/** How a command of a trial ended. */
export interface ChildResult {
  /** Null where a signal ended it. */
  exitCode: number | null;
  /** Its JSON document; empty where it printed none. */
  document: JsonObject;
  seconds: number;
}

/** Longer lines of progress are cut. */
const MAX_LINE = 2_000;

/**
 * Runs one command of `lab` in a process of its own, exactly as a user does.
 * @param stop interrupts it as Ctrl-C does, so that what it left can be continued
 */
export async function runLab(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  say: Say,
  stop: AbortSignal,
): Promise<ChildResult> {
  const start = performance.now();
  const child = spawn(process.execPath, [path.join(PROJECT, "bin/lab.js"), ...args, "--json"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const interrupt = (): void => void child.kill("SIGINT");
  stop.addEventListener("abort", interrupt);
  if (stop.aborted) interrupt();
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  readLines(child.stderr, MAX_LINE, say);
  try {
    const [exitCode] = (await once(child, "close")) as [number | null];
    const seconds = Math.round(performance.now() - start) / 1000;
    return { exitCode, document: documentOf(stdout), seconds };
  } finally {
    stop.removeEventListener("abort", interrupt);
  }
}

function documentOf(stdout: string): JsonObject {
  try {
    const document: unknown = JSON.parse(stdout);
    return isJsonObject(document) ? document : {};
  } catch {
    return {};
  }
}
