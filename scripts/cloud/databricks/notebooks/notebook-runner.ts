import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { LabError, messageOf } from "../../../../infra/errors";
import { readLines } from "../../../base/child-lines";
import { ensurePython } from "../../toolchain/python";
import type { NotebookRequest, NotebookResult, RunNotebook } from "./notebook";
import { notebookEnvironment, type Spark } from "./notebook-environment";
import { writtenFiles } from "./written-files";

/*
 * @parity
 * - `dbutils.fs` of a notebook: ls, head, put, cp, mv, mkdirs, rm in DBFS; other file systems and
 *   mounts are not simulated — documented; what they return for nothing guessed
 * - `dbutils.widgets/secrets/notebook.exit/library.restartPython`, `display` (1,000 rows), literal
 *   redaction, magics %md %sql %sh %python %run %pip — documented
 */

/** Options of `notebookRunner`. */
export interface NotebookRunnerOptions {
  /** @default Sail */
  spark?: Spark;
  /** Variables of a test clock (libfaketime), which the notebook's process must share. */
  testClock?: NodeJS.ProcessEnv;
  /** Receives messages while the Python environment is made. */
  progress?: (text: string) => void;
}

/** Runs each notebook in a Python process of its own, on Spark, with the pinned packages. */
export function notebookRunner(options: NotebookRunnerOptions = {}): RunNotebook {
  const { spark = { engine: "sail" }, testClock, progress } = options;
  return async (request) => {
    const python = await ensurePython(notebookEnvironment(spark.engine, request.runtime), progress);
    return runWith(python, { spark, testClock }, request);
  };
}

/** Runs a notebook with an interpreter, in a folder of its own that goes afterwards. */
export async function runWith(
  python: string,
  options: { spark: Spark; testClock?: NodeJS.ProcessEnv | undefined },
  request: NotebookRequest,
): Promise<NotebookResult> {
  const work = mkdtempSync(path.join(tmpdir(), "rai-lab-notebook-"));
  try {
    return await runInFolder(work, python, options, request);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * A message of the running process: one JSON object per line of its stdout. A notebook can write
 * there too, and into the files of its result, so both are checked and fail this run alone.
 */
const runnerMessage = z.discriminatedUnion("event", [
  z.object({ event: z.literal("cell"), done: z.int().min(0), total: z.int().min(0) }),
  z.object({ event: z.literal("sleep"), ms: z.number().min(0) }),
]);
const MESSAGE_LIMIT = 1_000;

const runnerResult = z.object({
  state: z.enum(["SUCCESS", "FAILED"]),
  result: z.string().optional(),
  error: z.string().optional(),
  errorTrace: z.string().optional(),
  logs: z.string().optional(),
  cells: z.array(
    z.object({
      title: z.string(),
      language: z.string(),
      state: z.enum(["ok", "failed", "skipped"]),
      ms: z.number(),
    }),
  ),
  versions: z.record(z.string(), z.string()),
  seconds: z.number(),
});

async function runInFolder(
  work: string,
  python: string,
  { spark, testClock }: { spark: Spark; testClock?: NodeJS.ProcessEnv | undefined },
  request: NotebookRequest,
): Promise<NotebookResult> {
  const folder = path.join(work, "workspace");
  for (const file of request.files) {
    const target = pathInside(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.content);
  }
  const ca = path.join(work, "ca.pem");
  writeFileSync(ca, request.ca);
  const out = path.join(work, "out");
  mkdirSync(out);
  const { path: title, entry, parameters, script, workspace } = request;
  const document = {
    engine: spark.engine,
    title,
    folder,
    entry,
    parameters,
    script,
    workspace,
    out,
  };
  writeFileSync(path.join(work, "request.json"), JSON.stringify(document), { mode: 0o600 });
  const child = spawn(python, ["-m", "runner", path.join(work, "request.json")], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...testClock, ...runnerVariables(python, ca, spark) },
  });
  const exit = await waitForExit(child, request);
  if (exit.wrong !== undefined) throw wrongOutput(request, exit.wrong);
  const file = path.join(out, "result.json");
  const page = path.join(out, "notebook.html");
  const html = existsSync(page) ? readFileSync(page, "utf8") : "";
  if (existsSync(file)) {
    const result = orElse(() => runnerResult.parse(JSON.parse(readFileSync(file, "utf8"))));
    if (result === undefined) throw wrongOutput(request, "its result is no result of the runner");
    const written = writtenFiles(folder, request.files);
    return { ...result, html, state: exit.stopped ?? result.state, written };
  }
  if (exit.stopped !== undefined)
    return { cells: [], versions: {}, seconds: 0, state: exit.stopped, html };
  throw new LabError(
    "notebook",
    `the notebook runner ended without a result: ${exit.stderr || "no message"}`,
    { where: request.path },
  );
}

/**
 * The environment of a process that runs a notebook, or what one imports: what Python and TLS need
 * alone, no credentials and no proxies.
 * @param ca the file of the certificate authority
 */
export function runnerVariables(python: string, ca: string, spark: Spark): NodeJS.ProcessEnv {
  return {
    PATH: `${path.dirname(python)}${path.delimiter}/usr/local/bin${path.delimiter}/usr/bin${path.delimiter}/bin`,
    PYTHONPATH: __dirname,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONHASHSEED: "0",
    PYTHONIOENCODING: "utf-8",
    SSL_CERT_FILE: ca,
    REQUESTS_CA_BUNDLE: ca,
    CURL_CA_BUNDLE: ca,
    LANG: "C.UTF-8",
    JAVA_HOME: spark.javaHome,
  };
}

/** The path of a workspace file in the run's folder. @throws LabError when it leads out of it */
function pathInside(folder: string, file: string): string {
  const target = path.resolve(folder, file);
  if (target.startsWith(folder + path.sep)) return target;
  throw new LabError("notebook", "a workspace file lies outside the notebook's folder", {
    where: file,
    cure: "rename it: no part of its path may be . or ..",
  });
}

const wrongOutput = (request: NotebookRequest, what: string): LabError =>
  new LabError("notebook", `the notebook disturbed its runner: ${what}`, {
    where: request.path,
    cure: "a notebook prints with print(); it must not write to the runner's own descriptors or files",
  });

function orElse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** How the process ended; `wrong` says what the notebook wrote in place of a message. */
interface Exit {
  stderr: string;
  stopped?: "CANCELED" | "TIMEDOUT" | undefined;
  wrong?: string | undefined;
}

/** Waits for the process to end. Kills it when the run is cancelled, times out or is disturbed. */
function waitForExit(child: ChildProcess, request: NotebookRequest): Promise<Exit> {
  return new Promise((resolve, reject) => {
    let stderr = "";
    let wrong: string | undefined;
    let stopped: Exit["stopped"];
    const stop = (reason: "CANCELED" | "TIMEDOUT") => (): void => {
      stopped ??= reason;
      child.kill("SIGKILL");
    };
    const cancel = stop("CANCELED");
    const timer = setTimeout(stop("TIMEDOUT"), request.timeoutSeconds * 1000);
    request.signal.addEventListener("abort", cancel, { once: true });
    if (request.signal.aborted) cancel();
    readLines(child.stdout!, MESSAGE_LIMIT, (line) => {
      if (wrong !== undefined) return;
      wrong = receive(line, child, request);
      if (wrong !== undefined) child.kill("SIGKILL");
    });
    // The process may end before it has read its answer.
    child.stdin?.on("error", () => undefined);
    child.stderr?.on(
      "data",
      (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4000)),
    );
    const cleanUp = (): void => {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", cancel);
    };
    child.once("error", (cause) => {
      cleanUp();
      reject(
        new LabError("notebook", "the notebook runner could not be started", {
          where: request.path,
          cause,
        }),
      );
    });
    child.once("close", () => {
      cleanUp();
      resolve({ stderr: stderr.trim().split("\n").slice(-5).join("\n"), stopped, wrong });
    });
  });
}

/** Acts on one line of the running process. @returns what is wrong with it, else undefined */
function receive(line: string, child: ChildProcess, request: NotebookRequest): string | undefined {
  const message = orElse(() => runnerMessage.parse(JSON.parse(line)));
  if (!message) return `it wrote "${line.slice(0, 80)}" in place of a message`;
  try {
    if (message.event === "cell") request.onCell(message.done, message.total);
    else {
      request.onSleep(message.ms);
      child.stdin?.write("slept\n");
    }
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
