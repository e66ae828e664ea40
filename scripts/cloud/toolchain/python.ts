import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { LabError } from "../../../infra/errors";
import { acquirePidLock, type LockHolder } from "../../base/pid-lock";
import { cutSymbols } from "./symbols";

const run = promisify(execFile);
const PYTHON =
  process.platform === "win32"
    ? { command: "python", interpreter: "Scripts/python.exe" }
    : { command: "python3", interpreter: "bin/python" };
const MAX_WAIT_MS = 10 * 60_000;

/** A virtual environment with exactly the packages of a list. */
export interface PythonEnvironment {
  /** File of exact pins, each with the hashes of its files; pip takes no other file. */
  requirements: string;
  /** The same for what builds packages that are published as source only. */
  buildRequirements?: string;
  folder: string;
  /** Deletes what is not needed of the packages, and their libraries' symbols. By default all stays. */
  trim?: {
    /** Globs in the folder of the packages. */
    unneeded: readonly string[];
    /**
     * A Python file that uses the packages, and fails when too much was deleted. The bytecode of what
     * it imports is kept; that of everything, which pip would make, is as large as the sources.
     */
    use: string;
  };
}

/**
 * Path of the interpreter of a virtual environment with exactly the packages of `requirements`. The
 * environment is made at the first use, which takes up to a minute, and again when its definition
 * changes. `progress` receives a message per step.
 * @throws LabError `python` when there is no Python 3 or no `venv` module, pip fails, or the
 * packages cannot be used.
 */
export async function ensurePython(
  environment: PythonEnvironment,
  progress: (text: string) => void = () => undefined,
): Promise<string> {
  const python = path.join(environment.folder, PYTHON.interpreter);
  const stamp = path.join(environment.folder, "requirements.sha256");
  const lists = [environment.buildRequirements, environment.requirements].filter(
    (list) => list !== undefined,
  );
  const digest = digestOf(lists, environment.trim);
  const isCurrent = (): boolean =>
    existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
  if (isCurrent()) return python;
  const release = await waitForLock(`${environment.folder}.lock`);
  try {
    if (isCurrent()) return python;
    rmSync(environment.folder, { recursive: true, force: true });
    progress(`making the Python environment ${path.basename(environment.folder)}`);
    await makeVenv(environment.folder);
    progress(`installing ${path.basename(environment.requirements)}`);
    for (const list of lists) await pipInstall(python, list, environment.trim !== undefined);
    if (environment.trim) await trim(environment, python, environment.trim);
    writeFileSync(stamp, digest);
    return python;
  } finally {
    release();
  }
}

function digestOf(files: readonly string[], trimmed: PythonEnvironment["trim"]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  if (trimmed) hash.update(trimmed.unneeded.join("\n")).update(readFileSync(trimmed.use));
  return hash.digest("hex");
}

async function trim(
  { folder, requirements }: PythonEnvironment,
  python: string,
  { unneeded, use }: NonNullable<PythonEnvironment["trim"]>,
): Promise<void> {
  removePackageFiles(folder, unneeded);
  packageFiles(folder, ["**/*.so{,.*}"]).forEach(cutSymbols);
  try {
    // -E: whatever the caller's variables say of bytecode.
    await run(python, ["-E", use]);
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    throw new LabError(
      "python",
      `the installed packages cannot be used: ${stderr.trim().split("\n").at(-1) ?? ""}`,
      {
        where: requirements,
        cure: "run the command again; if that does not help, report it: npx lab bug",
        cause,
      },
    );
  }
}

/** Deletes files and folders of the packages in an environment. @param globs in their folder */
export function removePackageFiles(environment: string, globs: readonly string[]): void {
  for (const one of packageFiles(environment, globs)) rmSync(one, { recursive: true, force: true });
}

const packageFiles = (environment: string, globs: readonly string[]): string[] =>
  globSync(
    globs.map((glob) => `{lib/python*,Lib}/site-packages/${glob}`),
    { cwd: environment },
  ).map((found) => path.join(environment, found));

/**
 * Waits until no other process makes the same environment: two commands, or two tests, may need it
 * at once.
 */
async function waitForLock(file: string): Promise<() => void> {
  const until = Date.now() + MAX_WAIT_MS;
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      return acquirePidLock(file, lockedBy(file));
    } catch (error) {
      if (!(error instanceof LabError && error.code === "locked")) throw error;
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

const lockedBy =
  (file: string) =>
  ({ pid }: LockHolder): LabError =>
    new LabError("locked", `process ${pid ?? "unknown"} is making the same Python environment`, {
      where: file,
      cure: "wait until it ends; delete the file if no such process is running",
    });

async function makeVenv(folder: string): Promise<void> {
  try {
    await run(PYTHON.command, ["-m", "venv", folder]);
  } catch (cause) {
    const { code, stderr = "" } = cause as { code?: string | number; stderr?: string };
    rmSync(folder, { recursive: true, force: true });
    if (code === "ENOENT")
      throw new LabError("python", "Python 3 is not installed", {
        where: PYTHON.command,
        cure: "install Python 3.11 or newer",
        cause,
      });
    if (
      /ensurepip|No module named '?venv/.test(
        stderr + String((cause as { stdout?: string }).stdout),
      )
    )
      throw new LabError("python", "this Python has no venv module", {
        where: PYTHON.command,
        cure: "install it, e.g. `apt install python3-venv`",
        cause,
      });
    throw new LabError("python", `a virtual environment could not be made: ${stderr.trim()}`, {
      where: folder,
      cause,
    });
  }
}

function pipInstall(python: string, requirements: string, isTrimmed: boolean): Promise<void> {
  const options = [
    isTrimmed ? "--no-compile" : "--compile",
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
    "--require-hashes",
    "--only-binary",
    ":all:",
    // An isolated build would fetch its tools unchecked: they are installed before.
    "--no-build-isolation",
  ];
  return new Promise((resolve, reject) => {
    const pip = spawn(python, ["-m", "pip", "install", ...options, "-r", requirements], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    // A command that ends while another of its stages waits for pip leaves no pip behind.
    const stop = (): boolean => pip.kill();
    process.once("exit", stop);
    pip.once("close", () => process.off("exit", stop));
    let stderr = "";
    pip.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    pip.once("error", reject);
    pip.once("close", (code) => {
      if (code === 0) {
        resolve();
        return;
      }
      reject(
        new LabError(
          "python",
          `pip could not install the pinned packages: ${stderr.trim().split("\n").at(-1) ?? ""}`,
          {
            where: requirements,
            cure: "check that the Python package registry can be reached, then run the command again",
          },
        ),
      );
    });
  });
}
