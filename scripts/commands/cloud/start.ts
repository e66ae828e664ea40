import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { LabError } from "../../../infra/errors";
import type { ErrorCode, ErrorDetails } from "../../../infra/error-codes";
import { ensurePrivateFolder } from "../../base/private-folder";
import type { CloudConnection } from "../../cloud/connection";
import { labCommand, type Outcome } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { SPECS } from "../specs";
import { runningCloud } from "./running";

/** `lab cloud start`: `lab cloud` in a process that outlives this one and its terminal. */
export const cloudStart = labCommand(SPECS["cloud start"], async (args, console) => {
  const home = labHome(console.env);
  const flags = Object.entries(args).flatMap(([name, value]) =>
    typeof value === "string" ? [`--${name}`, value] : [],
  );
  const running = await runningCloud(home);
  if (running && flags.length > 0) throw alreadyRunning(home, flags);
  if (running) return outcomeOf(running.connection, { pid: running.pid, isNew: false });
  const log = path.join(home, "cloud.log");
  const { connection, pid } = await startDetached(flags, log, home, console);
  return outcomeOf(connection, { pid, isNew: true, log });
});

function outcomeOf(
  { arm, authority, control }: CloudConnection,
  { pid, isNew, log }: { pid: number | undefined; isNew: boolean; log?: string },
): Outcome {
  const how = isNew ? "is running" : "was running already";
  return {
    document: {
      schema: "rai-lab/cloud-start/1",
      started: isNew,
      pid,
      arm,
      authority,
      control,
      log,
    },
    text: [
      `the local cloud ${how} (process ${pid ?? "unknown"})`,
      "  one program:   npx lab cloud run -- az group list",
      '  this shell:    eval "$(npx lab cloud env)"',
      "  end it:        npx lab cloud stop",
    ].join("\n"),
    isPreformatted: true,
    exitCode: 0,
  };
}

const alreadyRunning = (home: string, flags: readonly string[]): LabError =>
  new LabError("usage", `a local cloud is already running, so ${flags[0] ?? ""} has no effect`, {
    where: home,
    cure: "run `npx lab cloud stop` first",
  });

/** Starts `lab cloud` and waits for the one line by which it says that it is ready. */
async function startDetached(
  flags: readonly string[],
  log: string,
  home: string,
  console: Pick<Console, "env" | "signal">,
): Promise<{ connection: CloudConnection; pid: number | undefined }> {
  ensurePrivateFolder(home);
  const file = openSync(log, "w", 0o600);
  const child = spawn(
    process.execPath,
    [path.join(PROJECT, "bin/lab.js"), "cloud", "--json", ...flags],
    {
      stdio: ["ignore", "pipe", file],
      env: { ...console.env, RAI_LAB_HOME: home },
      detached: true,
      windowsHide: true,
    },
  );
  closeSync(file);
  const end = (): void => void child.kill("SIGINT");
  console.signal.addEventListener("abort", end);
  try {
    const answer = await firstDocument(child.stdout!);
    console.signal.throwIfAborted();
    if (!answer || "error" in answer) throw failureOf(answer, log);
    return { connection: answer, pid: child.pid };
  } finally {
    console.signal.removeEventListener("abort", end);
    child.unref();
  }
}

/** What `lab cloud --json` prints: how to reach it, or why it could not start. */
type Answer = CloudConnection | { error: ErrorDetails & { code: ErrorCode; message: string } };

/** Leaving the loop closes the pipe: nothing else is printed there. */
async function firstDocument(stdout: Readable): Promise<Answer | undefined> {
  let text = "";
  for await (const chunk of stdout.setEncoding("utf8")) {
    text += String(chunk);
    const answer = parsed(text);
    if (answer) return answer;
  }
  return undefined;
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    // Not yet whole.
    return undefined;
  }
}

function failureOf(answer: Exclude<Answer, CloudConnection> | undefined, log: string): LabError {
  if (!answer)
    return new LabError("cloud", "the local cloud ended before it was ready", {
      where: log,
      cure: "that file has its last words; `npx lab cloud` runs it in this terminal",
    });
  const { code, message, where, cure } = answer.error;
  return new LabError(code, message, { where, cure });
}
