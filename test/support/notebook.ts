import { readFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach } from "vitest";
import { closeWorld, createWorld, type World } from "../../scripts/cloud/core/world";
import { notebookRunner, type NotebookResult, type Spark } from "../../scripts/cloud/databricks";
import type { NotebookRequest } from "../../scripts/cloud/databricks/notebooks/notebook";
import { secretsStub } from "./databricks/secrets-stub";
import { chatStub, type Asked } from "./probe/chat-stub";
import { seconds } from "./time-limits";

const FOLDER = path.resolve(__dirname, "../../notebooks");
export const NOTEBOOK = readFileSync(path.join(FOLDER, "responsible-ai.py"), "utf8");
export const PROMPTS = JSON.parse(readFileSync(path.join(FOLDER, "prompts.json"), "utf8")) as {
  seed: { prompt: string }[];
  conditions: { system: string | null }[];
};
export const KEY = "9f3ac1b7-key-of-the-account";
export const RUN_TOKEN = "token-of-the-run";

let world: World;
/** Ends what the last run was asked at; every test does so at its end. */
export const closeNotebookWorld = (): Promise<void> => closeWorld(world);
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
  } = {},
): Promise<NotebookRun> {
  const asked: Asked[] = [];
  world = await createWorld([
    chatStub(asked, options.stub),
    secretsStub({ "rai-lab-test/openai-key": KEY }, RUN_TOKEN),
  ]);
  const chat = await world.hosts.open("chat", "chat");
  const workspace = await world.hosts.open("secrets", "secrets");
  const slept: number[] = [];
  const progress: string[] = [];
  const files = ["prompts.json", "lexicons.json"].map((name) => ({
    path: name,
    content: readFileSync(path.join(FOLDER, name)),
  }));
  const result = await notebookRunner({ ...(options.spark && { spark: options.spark }) })({
    path: "/rai-lab/test/responsible-ai",
    entry: "responsible-ai.py",
    runtime: "16.4.x-cpu-ml-scala2.12",
    files: [
      ...files,
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
    ca: world.certificates.ca,
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
