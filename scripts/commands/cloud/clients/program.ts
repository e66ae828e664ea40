import { spawn } from "node:child_process";
import { constants } from "node:os";
import { LabError, messageOf } from "../../../../infra/errors";

/** Added to a signal's number: how a shell says that a signal ended a program. */
const ENDED_BY_SIGNAL = 128;

/**
 * Runs a program on this process's own terminal, and resolves with its exit code. While it runs,
 * Ctrl-C is the program's, and a request to end is passed on to it.
 * @throws LabError `missing-tool` when it cannot be started
 */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  // On Windows az and databricks may be .cmd files, which only a shell can start.
  const child = spawn(program, args, {
    stdio: "inherit",
    env,
    shell: process.platform === "win32",
  });
  const restore = passSignals((signal) => child.kill(signal));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (cause) => reject(notStarted(program, cause)));
      child.once("close", (code, signal) =>
        resolve(code ?? ENDED_BY_SIGNAL + constants.signals[signal ?? "SIGTERM"]),
      );
    });
  } finally {
    restore();
  }
}

/** The terminal sends Ctrl-C to the program too, so here it does nothing. @returns undoes it */
function passSignals(kill: (signal: NodeJS.Signals) => void): () => void {
  const interrupts = process.listeners("SIGINT");
  const ignore = (): void => undefined;
  process.removeAllListeners("SIGINT").on("SIGINT", ignore);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, kill);
  return () => {
    process.off("SIGINT", ignore).off("SIGTERM", kill).off("SIGHUP", kill);
    for (const listener of interrupts) process.on("SIGINT", listener);
  };
}

const notStarted = (program: string, cause: NodeJS.ErrnoException): LabError =>
  new LabError("missing-tool", `${program} cannot be started: ${messageOf(cause)}`, {
    cure: cause.code === "ENOENT" ? `install ${program}, or give its path` : undefined,
    cause,
  });
