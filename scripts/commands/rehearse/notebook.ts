import { readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { SECRET_KEY, workFolderIn } from "../../../infra/names/physical-names";
import { LabError } from "../../../infra/errors";
import type { LabConfig } from "../../../infra/config";
import type { LabOutputs } from "../../../infra/outputs";
import { replaceFileSync } from "../../base/atomic-file";
import { ensurePrivateFolder } from "../../base/private-folder";
import type { CloudConnection } from "../../cloud/connection";
import { notebookEnvironment, type Spark } from "../../cloud/databricks";
import { ensurePython } from "../../cloud/toolchain/python";
import type { Console } from "../../lib/shell/console";
import type { Say } from "../../lib/shell/stages";
import { PROJECT } from "../../lib/stack/paths";
import { runNotebookJob } from "../../lib/azure/notebook-job";
import { NOTEBOOK_PAGE, type StackSession } from "../stack/session";
import { studentToken } from "../stack/student-token";

/** The outcome of a run of the notebook. */
export interface NotebookReport {
  state: "success" | "skipped";
  cells: number;
  /** The Spark that ran the notebook, as the notebook itself reports it. */
  spark: string;
  /** File of the rendered notebook. */
  html: string;
  /** The notebook's own verdict line. */
  result: Record<string, unknown>;
  /** Why it was skipped. */
  reason?: string;
}

/** How to run the notebook. */
export interface NotebookOptions {
  /** Answers per question. */
  samples: number;
  /**
   * Makes the Python environment of the cloud's Spark first, so that progress can be shown.
   * @returns why the notebook is skipped; else undefined
   */
  prepare: (say: Say) => Promise<string | undefined>;
  /** Runs the copy of this student, and as them; else the stack's student runs the original. */
  student?: string;
}

/**
 * Runs the stack's notebook as its student on its cluster and saves the rendered page. Without
 * Python, or with a model that accepts no keys, the notebook is skipped with the reason, because
 * the rest of a rehearsal works without it.
 * @throws LabError `notebook` when a cell fails
 */
export async function runNotebook(
  session: StackSession,
  cloud: CloudConnection,
  { samples, prepare, student }: NotebookOptions,
  console: Console,
  say: Say,
): Promise<NotebookReport> {
  const { outputs } = await session.outputs();
  rmSync(path.join(session.folder, NOTEBOOK_PAGE), { force: true });
  const missing = await prepare(say);
  if (missing)
    return { state: "skipped", cells: 0, spark: "none", html: "", result: {}, reason: missing };
  const html = path.join(session.folder, NOTEBOOK_PAGE);
  ensurePrivateFolder(session.folder);
  const run = await runNotebookJob({
    host: outputs.databricksHost,
    clusterId: outputs.clusterId,
    notebookPath: student === undefined ? outputs.notebookPath : copyOf(outputs.notebookPath),
    parameters: { ...parametersOf(outputs), samples: String(samples) },
    token: studentTokens(cloud, student),
    pollMs: 100,
    say,
    signal: console.signal,
  });
  replaceFileSync(html, run.html);
  if (run.error !== undefined)
    throw new LabError("notebook", `the notebook failed: ${run.error}`, {
      where: html,
      cure: "open that page: it shows the cell that failed",
    });
  const result = JSON.parse(run.result) as Record<string, unknown>;
  return {
    state: "success",
    cells: cellsOf(NOTEBOOK),
    spark: typeof result.spark === "string" ? result.spark : "unknown",
    html,
    result,
  };
}

/** Lets a rendered notebook end with a link to the report of the same rehearsal. */
export function linkReport({ html }: NotebookReport, report: string): void {
  if (html === "") return;
  const page = readFileSync(html, "utf8");
  const end = page.lastIndexOf("</main>");
  const address = path.relative(path.dirname(html), report).split(path.sep).join("/");
  const link = `<p><a href="${address}">The report of this rehearsal</a> measures the same with code of its own, from answers that it asked for itself: chance gives it other answers, so its verdict may differ from the one here.</p>\n`;
  replaceFileSync(html, page.slice(0, end) + link + page.slice(end));
}

/** Why a notebook cannot use a model without keys on the local cloud. */
const NO_METASTORE =
  "with openai.auth entra a cluster signs in through a Unity Catalog service credential, and this workspace has no metastore to hold one";

/**
 * Creates the Python environment in which a stack's notebook runs.
 * @returns why the notebook cannot run, when Python is missing or the model accepts no keys; else
 * undefined
 */
export async function preparePython(
  { openai, databricks }: LabConfig,
  engine: Spark["engine"],
  say: Say,
): Promise<string | undefined> {
  if (openai.auth === "entra") return NO_METASTORE;
  try {
    await ensurePython(notebookEnvironment(engine, databricks.runtime), say);
    return undefined;
  } catch (error) {
    if (error instanceof LabError && error.code === "python")
      return [error.message, error.cure].filter(Boolean).join(": ");
    throw error;
  }
}

const NOTEBOOK = path.join(PROJECT, "notebooks/responsible-ai.py");
const cellsOf = (file: string): number =>
  readFileSync(file, "utf8").split(/^# COMMAND -+$/m).length;

/** The student's copy has the name of the original. */
const copyOf = (original: string): string =>
  `${workFolderIn(path.posix.dirname(original))}/${path.posix.basename(original)}`;

/** What the boxes of the notebook say in a lab. */
export const parametersOf = (outputs: LabOutputs): Record<string, string> => ({
  endpoint: outputs.openaiEndpoint,
  deployment: outputs.openaiDeployment,
  api_version: outputs.openaiApiVersion,
  secret_scope: outputs.secretScope,
  secret_key: SECRET_KEY,
});

const REFRESH_BEFORE_MS = 5 * 60 * 1000;

/** The student's token, requested again before it expires and when it was refused. */
function studentTokens(
  cloud: CloudConnection,
  student?: string,
): (renew?: boolean) => Promise<string> {
  let current: { token: string; expires: number } | undefined;
  return async (renew = false) => {
    if (renew || !current || Date.now() > current.expires - REFRESH_BEFORE_MS)
      current = await studentToken(cloud, student);
    return current.token;
  };
}
