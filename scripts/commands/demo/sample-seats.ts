import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { LabError } from "../../../infra/errors";
import { replaceFileSync } from "../../base/atomic-file";
import type { Clock } from "../../base/clock";
import { readLines } from "../../base/child-lines";
import { notebookEnvironment, runnerVariables } from "../../cloud/databricks";
import { ensurePython } from "../../cloud/toolchain/python";
import { PROJECT } from "../../lib/stack/paths";

/** A seat that is asked for, as its student's notebook would be. */
export interface SampledSeat {
  slug: string;
  user: string;
  /** The boxes of the notebook. */
  parameters: Record<string, string>;
  /** Of the seat's account: outside its cluster nobody reads the secret scope. */
  key: string;
}

/** What a sampled seat saved. */
export interface SavedAnswers {
  slug: string;
  /** Name of the file, as the notebook gives it. */
  name: string;
  content: Buffer;
}

/** Where the sampling takes place. */
export interface SamplingOptions {
  /** The Databricks runtime of the seats. */
  runtime: string;
  /** File of the local cloud's certificate authority. */
  caFile: string;
  /** The cloud's: what the code waits, passes on it. */
  clock: Clock;
  say: (text: string) => void;
  signal: AbortSignal;
}

const message = z.discriminatedUnion("event", [
  z.object({ event: z.literal("cell"), done: z.int(), total: z.int() }),
  z.object({ event: z.literal("sleep"), ms: z.number().min(0) }),
]);
const MESSAGE_LIMIT = 1_000;
/** Characters of the program's messages that an error shows. */
const SHOWN = 2_000;

/**
 * Asks for seats with the sampling code of the notebook (`notebooks/lab_helpers.py`), all at once and
 * without Spark.
 * @throws LabError `python` | `notebook`
 */
export async function sampleSeats(
  seats: readonly SampledSeat[],
  options: SamplingOptions,
): Promise<SavedAnswers[]> {
  const work = mkdtempSync(path.join(tmpdir(), "rai-lab-demo-"));
  try {
    const request = seats.map(({ slug, ...seat }) => ({ ...seat, folder: path.join(work, slug) }));
    for (const { folder } of request) mkdirSync(folder);
    const file = path.join(work, "request.json");
    replaceFileSync(file, JSON.stringify(request));
    await runSampler(file, work, options);
    return seats.map(({ slug }) => savedIn(path.join(work, slug), slug));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function savedIn(folder: string, slug: string): SavedAnswers {
  const [name] = readdirSync(folder);
  if (name === undefined) throw new Error(`nothing was saved for seat ${slug}`);
  return { slug, name, content: readFileSync(path.join(folder, name)) };
}

async function runSampler(
  request: string,
  cwd: string,
  { runtime, caFile, clock, say, signal }: SamplingOptions,
): Promise<void> {
  const python = await ensurePython(notebookEnvironment("sail", runtime), say);
  const variables = runnerVariables(python, caFile, { engine: "sail" });
  const folders = [variables.PYTHONPATH, path.join(PROJECT, "notebooks")].join(path.delimiter);
  const child = spawn(python, [path.join(__dirname, "sample_seats.py"), request], {
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...variables, PYTHONPATH: folders },
    signal,
  });
  let printed = "";
  let failure: Error | undefined;
  const stop = (error: Error): void => {
    failure ??= error;
    child.kill("SIGKILL");
  };
  child.stderr.on(
    "data",
    (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-SHOWN)),
  );
  // The process may end before it has read its answer.
  child.stdin.on("error", () => undefined);
  child.on("error", stop);
  readLines(child.stdout, MESSAGE_LIMIT, (line) => {
    const event = message.parse(JSON.parse(line));
    if (event.event === "cell") say(`${event.done} of ${event.total} seats`);
    else clock.sleep(event.ms, signal).then(() => void child.stdin.write("slept\n"), stop);
  });
  const [code] = (await once(child, "close")) as [number | null];
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  if (code === 0) return;
  const last = printed.trim().split("\n").at(-1) ?? "";
  throw new LabError("notebook", `the seats' answers could not be asked for: ${last}`, {
    where: "notebooks/lab_helpers.py",
    cause: new Error(printed),
  });
}
