import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach } from "vitest";
import { closeWorld, createWorld, type World } from "../../scripts/cloud/core/world";
import { notebookRunner, type NotebookResult, type Spark } from "../../scripts/cloud/databricks";
import type { NotebookRequest } from "../../scripts/cloud/databricks/notebooks/notebook";
import { readRecorded } from "../../scripts/probe/recorded/read";
import type { Row } from "../../scripts/probe/recorded/row";
import { secretsStub } from "./databricks/secrets-stub";
import { chatStub, type Asked } from "./probe/chat-stub";
import { seconds } from "./time-limits";

const FOLDER = path.resolve(__dirname, "../../notebooks");
const textOf = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8");
export const NOTEBOOK = textOf("responsible-ai.py");
export const HELPERS = textOf("lab_helpers.py");
export const MEASURES = textOf("lab_measures.py");
/** The files that lie beside the notebook. */
const BESIDE = readdirSync(FOLDER).filter((name) => /^(lab_\w+\.py|\w+\.json)$/.test(name));
export const PROMPTS = JSON.parse(textOf("prompts.json")) as {
  seed: { prompt: string; list: string }[];
  conditions: { system: string | null }[];
};
export const KEY = "9f3ac1b7-key-of-the-account";
export const RUN_TOKEN = "token-of-the-run";

let world: World | undefined;
/** Ends what the last run was asked at; every test does so at its end. */
export async function closeNotebookWorld(): Promise<void> {
  if (world) await closeWorld(world);
  world = undefined;
}
afterEach(closeNotebookWorld);

export interface NotebookRun {
  result: NotebookResult;
  asked: Asked[];
  slept: number[];
  progress: string[];
}

export interface Summary {
  rates: { condition: string; arm: string }[];
  metrics: Record<string, { id: string; verdict: string; effect: number }[]>;
  defaultGender: { occupation: string; female: number; share: number }[];
  saved: string;
  mlflow: string;
}
/** What the notebook hands back to its job. */
export const summaryOf = ({ result }: NotebookRun): Summary =>
  JSON.parse(result.result ?? "") as Summary;

/** Runs a notebook as a job would, against a stub of the model and of the secret scope. */
export async function runNotebook(
  options: {
    source?: string;
    stub?: Parameters<typeof chatStub>[1];
    spark?: Spark;
    parameters?: Record<string, string>;
    request?: Partial<NotebookRequest>;
    /** Further files of the workspace. */
    files?: NotebookRequest["files"];
  } = {},
): Promise<NotebookRun> {
  const asked: Asked[] = [];
  const made = await createWorld([
    chatStub(asked, options.stub),
    secretsStub({ "rai-lab-test/openai-key": KEY }, RUN_TOKEN),
  ]);
  world = made;
  const chat = await made.hosts.open("chat", "chat");
  const workspace = await made.hosts.open("secrets", "secrets");
  const slept: number[] = [];
  const progress: string[] = [];
  // Few refits: what they find is held against the probe in measurement.test.ts.
  const files = BESIDE.map((name) => ({
    path: name,
    content: Buffer.from(
      textOf(name).replace(/^(PERMUTATIONS, REFITS, .* = .*)$/m, "$1\nREFITS = 49"),
    ),
  }));
  const result = await notebookRunner({ ...(options.spark && { spark: options.spark }) })({
    path: "/rai-lab/test/responsible-ai",
    entry: "responsible-ai.py",
    runtime: "16.4.x-cpu-ml-scala2.12",
    files: [
      ...files,
      ...(options.files ?? []),
      { path: "responsible-ai.py", content: Buffer.from(options.source ?? NOTEBOOK) },
    ],
    parameters: {
      endpoint: `https://127.0.0.1:${chat.port}/`,
      deployment: "gpt-35-turbo",
      api_version: "2024-10-21",
      secret_scope: "rai-lab-test",
      secret_key: "openai-key",
      samples: "3",
      seed: "7",
      ...options.parameters,
    },
    workspace: { url: `https://127.0.0.1:${workspace.port}`, token: RUN_TOKEN },
    ca: made.certificates.ca,
    timeoutSeconds: seconds(60) / 1000,
    signal: new AbortController().signal,
    onCell: (done, total) => progress.push(`${done}/${total}`),
    onSleep: (ms) => slept.push(ms),
    ...options.request,
  });
  return { result, asked, slept, progress };
}

/** The notebook with cells put before the one of this title. */
export const withCells = (title: string, ...cells: string[]): string =>
  NOTEBOOK.replace(
    `# DBTITLE 1,${title}`,
    `${cells.join("\n\n# COMMAND ----------\n\n")}\n\n# COMMAND ----------\n\n$&`,
  );

/** The rows that lab score reads in the file of answers that a notebook printed. */
export function rowsOf(html: string): Row[] {
  const printed = html
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'");
  const lines = printed.split("\n").flatMap((line) => /\{"condition".*\}/.exec(line)?.[0] ?? []);
  const file = path.join(mkdtempSync(path.join(tmpdir(), "rai-lab-answers-")), "answers.jsonl");
  writeFileSync(file, lines.join("\n"));
  const { rows, malformed } = readRecorded(file);
  rmSync(path.dirname(file), { recursive: true });
  if (malformed.length > 0) throw new Error(`no row: ${JSON.stringify(malformed)}`);
  return rows;
}
