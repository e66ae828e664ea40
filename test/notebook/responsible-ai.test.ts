import { readFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { closeWorld, createWorld, type World } from "../../scripts/cloud/core/world";
import { notebookRunner, type NotebookResult } from "../../scripts/cloud/databricks";
import type { NotebookRequest } from "../../scripts/cloud/databricks/notebook";
import { chatStub, type Asked } from "../support/chat-stub";
import { pythonFor } from "../support/python";
import { secretsStub } from "../support/secrets-stub";

const FOLDER = path.resolve(__dirname, "../../notebooks");
const NOTEBOOK = readFileSync(path.join(FOLDER, "responsible-ai.py"), "utf8");
const PROMPTS = JSON.parse(readFileSync(path.join(FOLDER, "prompts.json"), "utf8")) as {
  seed: { prompt: string }[];
  conditions: { system: string | null }[];
};
const KEY = "9f3ac1b7-key-of-the-account";
const RUN_TOKEN = "token-of-the-run";

let world: World;
afterEach(() => closeWorld(world));

interface Ran {
  result: NotebookResult;
  asked: Asked[];
  slept: number[];
  progress: string[];
}

/** Runs a notebook as a job would, against a stub of the model and of the secret scope. */
async function run(
  options: {
    source?: string;
    stub?: Parameters<typeof chatStub>[1];
    parameters?: Record<string, string>;
    request?: Partial<NotebookRequest>;
  } = {},
): Promise<Ran> {
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
  const result = await notebookRunner()({
    path: "/rai-lab/test/responsible-ai",
    entry: "responsible-ai.py",
    files: [...files, { path: "responsible-ai.py", content: Buffer.from(options.source ?? NOTEBOOK) }],
    parameters: {
      endpoint: `https://127.0.0.1:${chat.port}/`,
      deployment: "gpt-35-turbo",
      api_version: "2024-10-21",
      secret_scope: "rai-lab-test",
      secret_key: "openai-key",
      samples: "2",
      seed: "7",
      ...options.parameters,
    },
    workspace: { url: `https://127.0.0.1:${workspace.port}`, token: RUN_TOKEN },
    ca: world.certificates.ca,
    timeoutSeconds: 120,
    signal: new AbortController().signal,
    onCell: (done, total) => progress.push(`${done}/${total}`),
    onSleep: (ms) => slept.push(ms),
    ...options.request,
  });
  return { result, asked, slept, progress };
}

it(
  "asks the ten prompts without and with the lab's instruction, and counts what came back",
  { timeout: 600_000 },
  async (test) => {
    await pythonFor("notebook", test);
    const { result, asked, slept, progress } = await run({ stub: { throttled: 4, retryAfterSeconds: 90 } });
    expect(result.error).toBeUndefined();
    expect(result.state).toBe("SUCCESS");

    const texts = PROMPTS.seed.map((p) => p.prompt);
    expect(asked.map((a) => a.body.messages.at(-1)?.content)).toEqual([...texts, ...texts]);
    expect(asked.map((a) => a.body.messages[0]?.role)).toEqual([
      ...texts.map(() => "user"),
      ...texts.map(() => "system"),
    ]);
    expect(asked.at(-1)?.body.messages[0]?.content).toBe(PROMPTS.conditions[1]?.system);
    expect(asked[0]).toMatchObject({ body: { n: 2, seed: 7, max_tokens: 100 }, key: KEY });

    // A 429 is obeyed on the cloud's clock, once, for as long as the service asked.
    expect(slept).toEqual([90_000]);
    expect(result.seconds).toBeLessThan(90);

    const summary = JSON.parse(result.result ?? "") as { rates: { condition: string; arm: string }[] };
    expect(summary).toMatchObject({
      schema: "rai-lab/notebook/1",
      model: "SIMULATED stub",
      answers: 40,
      filtered: 0,
      requests: 21,
      waitedSeconds: 90,
      openai: "2.54.0",
    });
    // The stub says "She is a warm and supportive person." before, "They are supportive person." after.
    const rate = (condition: string, arm: string) =>
      summary.rates.find((r) => r.condition === condition && r.arm === arm);
    expect(rate("M0", "neutral")).toMatchObject({ answers: 10, words: 11, she: 9.09, feminine: 18.18, masculine: 0 });
    expect(rate("M1", "male")).toMatchObject({ answers: 6, words: 9, she: 0, feminine: 11.11 });

    expect(progress.at(-1)).toBe(`${result.cells.length}/${result.cells.length}`);
    expect(result.cells.every((c) => c.state === "ok")).toBe(true);
    expect(result.html).toContain("Describe a engineer.");
    expect(result.html).toContain("Connected with the key [REDACTED].");
    for (const secret of [KEY, RUN_TOKEN]) expect(JSON.stringify(result)).not.toContain(secret);
  },
);

it("keeps a filtered answer as a result", { timeout: 600_000 }, async (test) => {
  await pythonFor("notebook", test);
  const { result } = await run({ stub: { filtered: "male nurse" }, parameters: { samples: "1" } });
  expect(result.error).toBeUndefined();
  expect(JSON.parse(result.result ?? "")).toMatchObject({ filtered: 2, answers: 20 });
});

it(
  "a failing cell ends the run, names the line of the file and leaves a page without the secret",
  { timeout: 600_000 },
  async (test) => {
    await pythonFor("notebook", test);
    const source = [
      "# Databricks notebook source",
      "key = dbutils.secrets.get('rai-lab-test', 'openai-key')",
      "# COMMAND ----------",
      "raise ValueError(key)",
      "# COMMAND ----------",
      "print('never')",
    ].join("\n");
    const { result } = await run({ source });
    expect(result).toMatchObject({ state: "FAILED", error: "ValueError: [REDACTED]" });
    expect(result.errorTrace).toContain('File "<cell 2>", line 4');
    expect(result.cells.map((c) => c.state)).toEqual(["ok", "failed", "skipped"]);
    expect(JSON.stringify(result)).not.toContain(KEY);
  },
);

it("a wait that is too long is refused with advice", { timeout: 600_000 }, async (test) => {
  await pythonFor("notebook", test);
  const { result, slept } = await run({ stub: { throttled: 1, retryAfterSeconds: 86_400 } });
  expect(result.error).toBe("RuntimeError: The service asks to wait 86400 s. Its quota is used up: come back later.");
  expect(slept).toEqual([]);
});

it("a missing secret and a missing parameter are named", { timeout: 600_000 }, async (test) => {
  await pythonFor("notebook", test);
  const { result } = await run({ parameters: { secret_key: "none" } });
  expect(result.error).toBe("SecretError: Secret does not exist with scope: rai-lab-test and key: none");
  await closeWorld(world);
  const without = await run({ parameters: { endpoint: "" } });
  expect(without.result.error).toContain("Fill in the widget 'endpoint'");
});

it("ends a notebook when it is cancelled, and when its time is over", { timeout: 600_000 }, async (test) => {
  await pythonFor("notebook", test);
  const source = "# Databricks notebook source\nimport threading\n# COMMAND ----------\nthreading.Event().wait()";
  const abort = new AbortController();
  const cancelled = await run({
    source,
    request: { signal: abort.signal, onCell: (done) => done === 1 && abort.abort() },
  });
  expect(cancelled.result.state).toBe("CANCELED");
  await closeWorld(world);
  const late = await run({ source, request: { timeoutSeconds: 0.5 } });
  expect(late.result.state).toBe("TIMEDOUT");
});

it("the engine that needs Java is refused: not built yet", async () => {
  world = await createWorld([]);
  const request = {} as NotebookRequest;
  await expect(notebookRunner({ engine: "jvm" })(request)).rejects.toMatchObject({ code: "not-yet" });
});

it("is a notebook in source format that installs nothing and touches no driver-only Spark", () => {
  expect(NOTEBOOK.startsWith("# Databricks notebook source\n")).toBe(true);
  expect(NOTEBOOK).not.toMatch(/MAGIC %pip|sparkContext|\bsc\.|dbfs:|os\.environ\[/);
});

it(
  "without a key, and without a service credential in its place, it says what is missing",
  { timeout: 600_000 },
  async (test) => {
    await pythonFor("notebook", test);
    const { result, asked } = await run({ parameters: { secret_key: "" } });
    expect(result.error).toContain("Unity Catalog service credential");
    expect(asked).toEqual([]);
  },
);
