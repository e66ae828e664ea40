import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { LabError } from "../../../../infra/errors";
import { ensurePython } from "../../toolchain/python";
import type { NotebookRequest, NotebookResult, RunNotebook } from "./notebook";
import { notebookEnvironment, type Spark } from "./notebook-environment";

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
    const work = mkdtempSync(path.join(tmpdir(), "rai-lab-notebook-"));
    try {
      return await runInFolder(work, python, { spark, testClock }, request);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  };
}

/** A message of the running process: one JSON object per line of its stdout. */
type RunnerMessage =
  { event: "cell"; done: number; total: number } | { event: "sleep"; ms: number };

async function runInFolder(
  work: string,
  python: string,
  { spark, testClock }: { spark: Spark; testClock?: NodeJS.ProcessEnv },
  request: NotebookRequest,
): Promise<NotebookResult> {
  const folder = path.join(work, "workspace");
  for (const file of request.files) {
    const target = path.resolve(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.content);
  }
  const ca = path.join(work, "ca.pem");
  writeFileSync(ca, request.ca);
  const out = path.join(work, "out");
  mkdirSync(out);
  const { path: title, entry, parameters, workspace } = request;
  const document = { engine: spark.engine, title, folder, entry, parameters, workspace, out };
  writeFileSync(path.join(work, "request.json"), JSON.stringify(document), { mode: 0o600 });
  const child = spawn(python, ["-m", "runner", path.join(work, "request.json")], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...testClock, ...environment(python, ca, spark) },
  });
  const exit = await waitForExit(child, request);
  const file = path.join(out, "result.json");
  const page = path.join(out, "notebook.html");
  const html = existsSync(page) ? readFileSync(page, "utf8") : "";
  if (existsSync(file)) {
    const result = JSON.parse(readFileSync(file, "utf8")) as Omit<NotebookResult, "html">;
    return { ...result, html, state: exit.stopped ?? result.state };
  }
  if (exit.stopped !== undefined)
    return { cells: [], versions: {}, seconds: 0, state: exit.stopped, html };
  throw new LabError(
    "notebook",
    `the notebook runner ended without a result: ${exit.stderr || "no message"}`,
    { where: request.path },
  );
}

/** The notebook's process gets only what Python and TLS need: no credentials and no proxies. */
function environment(python: string, ca: string, spark: Spark): NodeJS.ProcessEnv {
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

/** Waits for the process to end. Kills it when the run is cancelled or times out. */
function waitForExit(
  child: ChildProcess,
  request: NotebookRequest,
): Promise<{ stderr: string; stopped?: "CANCELED" | "TIMEDOUT" }> {
  return new Promise((resolve, reject) => {
    let stderr = "";
    let stopped: "CANCELED" | "TIMEDOUT" | undefined;
    const stop = (reason: "CANCELED" | "TIMEDOUT") => (): void => {
      stopped ??= reason;
      child.kill("SIGKILL");
    };
    const cancel = stop("CANCELED");
    const timer = setTimeout(stop("TIMEDOUT"), request.timeoutSeconds * 1000);
    request.signal.addEventListener("abort", cancel, { once: true });
    if (request.signal.aborted) cancel();
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const message = JSON.parse(line) as RunnerMessage;
      if (message.event === "cell") request.onCell(message.done, message.total);
      else {
        request.onSleep(message.ms);
        child.stdin?.write("slept\n");
      }
    });
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
      resolve({ stderr: stderr.trim().split("\n").slice(-5).join("\n"), stopped });
    });
  });
}
