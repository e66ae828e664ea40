import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import {
  closeNotebookWorld,
  KEY,
  PROMPTS,
  rowsOf,
  RUN_TOKEN,
  runNotebook,
  summaryOf,
  withCells,
  type NotebookRun,
} from "../support/notebook";
import type { Asked } from "../support/probe/chat-stub";
import { javaFor, pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

/** What Unity Catalog would give a cluster, and the widgets that ask for it. */
const CREDENTIAL = [
  "class Token: token = 'token-of-' + 'the-credential'",
  "class Provider:",
  "    def __init__(self, name): assert name == 'lab-openai'",
  "    def get_token(self, scope):",
  "        assert scope == 'https://cognitiveservices.azure.com/.default'",
  "        return Token()",
  "class Credentials: getServiceCredentialsProvider = Provider",
  "dbutils.credentials = Credentials()",
].join("\n");
const KEYLESS = { secret_key: "", service_credential: "lab-openai" };
const AFTER_THE_TRIAL = withCells("Connect", CREDENTIAL).replace(
  "# DBTITLE 1,Your prediction",
  "dbutils.notebook.exit(lab.model)\n\n# COMMAND ----------\n\n$&",
);

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What every complete run must have done, whatever Spark it ran on. */
function expectComplete(ran: NotebookRun, requests: number): void {
  const { result, asked, progress } = ran;
  expect(result.error, result.errorTrace).toBeUndefined();
  expect(result.state).toBe("SUCCESS");

  // The ten prompts of the lab first (after one trial), each once and without instructions …
  const ten = asked.slice(1, 11);
  expect(ten.map((a) => a.body.messages.map((m) => m.content).join()).sort()).toEqual(
    PROMPTS.seed.map((p) => p.prompt).sort(),
  );
  expect(ten.every((a) => a.body.max_tokens === 100 && a.key === KEY)).toBe(true);
  // … then three answers to each of the fifteen, then the same with the lab's instruction.
  const answers = (asks: Asked[]): number => asks.reduce((sum, a) => sum + a.body.n!, 0);
  const [plain, told] = [asked.slice(11, 26), asked.slice(26)];
  expect([answers(plain), answers(told)]).toEqual([45, 45]);
  expect(plain.every((a) => a.body.messages.length === 1)).toBe(true);
  expect(told.every((a) => a.body.messages[0]?.content === PROMPTS.conditions[1]?.system)).toBe(
    true,
  );
  expect(new Set(asked.slice(11).map((a) => a.body.seed)).size).toBe(30);

  const summary = summaryOf(ran);
  expect(summary).toMatchObject({
    schema: "rai-lab/notebook/1",
    model: "SIMULATED stub",
    answers: 90,
    filtered: 0,
    requests,
    openai: "2.54.0",
  });
  // The stub says "She is a warm and supportive person." before, "They are supportive person." after.
  const rate = (condition: string, arm: string) =>
    summary.rates.find((r) => r.condition === condition && r.arm === arm);
  expect(rate("M0", "neutral")).toMatchObject({
    answers: 15,
    words: 12,
    she: 8.33,
    feminine: 16.67,
    masculine: 0,
  });
  expect(rate("M1", "male")).toMatchObject({ answers: 15, words: 10, she: 0, feminine: 10 });
  for (const condition of ["M0", "M1"])
    expect(summary.metrics[condition]?.map(({ id }) => id).sort()).toEqual([
      "agentic-communal",
      "distinguishability",
      "gender-coded-wording",
      "gender-salience",
      "markedness",
      "sentiment",
    ]);
  // The same words about women and men, and few answers: nothing is found, and nothing is claimed.
  const wording = summary.metrics.M0?.find(({ id }) => id === "gender-coded-wording");
  expect(wording).toMatchObject({ effect: 0, verdict: "inconclusive" });
  expect(summary.defaultGender.map(({ female, share }) => [female, share])).toEqual(
    Array(5).fill([3, 1]),
  );

  expect(progress.at(-1)).toBe(`${result.cells.length}/${result.cells.length}`);
  expect(result.cells.every((c) => c.state === "ok")).toBe(true);
  expect(result.html).toContain("Describe a engineer.");
  expect(result.html).toContain("Signing in with the key [REDACTED].");
  for (const secret of [KEY, RUN_TOKEN]) expect(JSON.stringify(result)).not.toContain(secret);
}

it(
  "asks the ten prompts, measures fair pairs without and with the lab's instruction, and asks nothing twice",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    // A 429 in the notebook's own process, and one in a Spark task.
    const again = "print('asked again:', len(lab.answers_to()))";
    const source = withCells("The result, for the job that ran this notebook", again);
    const ran = await runNotebook({ source, stub: { throttled: [5, 20], retryAfterSeconds: 90 } });
    expectComplete(ran, 31);
    expect(ran.result.html).toContain("0 new requests.\n45 answers.\nasked again: 45");
    // Obeyed on the cloud's clock, for as long as the service asked.
    expect(sum(ran.slept)).toBeGreaterThanOrEqual(180_000);
    expect(ran.result.seconds).toBeLessThan(180);
    expect(summaryOf(ran).mlflow).toContain("MLflow is not installed here");
  },
);

it(
  "runs on Apache Spark as on Sail, waits of its workers included",
  { timeout: seconds(90) },
  async (test) => {
    const javaHome = await javaFor(test);
    await pythonFor("spark-16.4", test);
    const ran = await runNotebook({
      spark: { engine: "jvm", javaHome },
      stub: { throttled: [5, 20], retryAfterSeconds: 90 },
    });
    expectComplete(ran, 31);
    expect(ran.result.versions).toMatchObject({
      spark: "Apache Spark 3.5.2 (Java 17)",
      pandas: "1.5.3",
    });
    expect(sum(ran.slept)).toBeGreaterThanOrEqual(180_000);
  },
);

it("keeps to each task's share of the quota", { timeout: seconds(60) }, async (test) => {
  await pythonFor("notebook", test);
  const ran = await runNotebook({ parameters: { partitions: "1" } });
  expectComplete(ran, 30);
  // One task, 5,000 tokens a minute: each request waits for the estimate of the one before (text / 4 + 100 an answer).
  // The fifteen questions twice, twelve of them before the first save: each begins anew.
  const starts = [11, 23, 26, 38, 41];
  const rounds = starts.slice(1).map((end, k) => ran.asked.slice(starts[k], end));
  const due = rounds
    .flatMap((round) => round.slice(0, -1))
    .reduce((sum, { body }) => {
      const text = body.messages.reduce((length, { content }) => length + content.length, 0);
      return sum + Math.max((60 * (text / 4 + 100 * body.n!)) / 5000, 60 / 30);
    }, 0);
  const { waitedSeconds } = JSON.parse(ran.result.result ?? "") as { waitedSeconds: number };
  expect(waitedSeconds).toBeLessThanOrEqual(due + 0.1);
  // Real time that passed is not waited for again.
  expect(waitedSeconds).toBeGreaterThan(due - ran.result.seconds);
  expect(due).toBeGreaterThan(90);
});

it(
  "filtered and failed requests are rows, and only failed ones are asked again",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const source = withCells("Five answers", "again = lab.answers_to()");
    const { result } = await runNotebook({
      source,
      stub: { filtered: "female nurse", broken: [12, 13, 14, 15, 16, 17] },
    });
    expect(result.error, result.errorTrace).toBeUndefined();
    // Three answers, in both conditions.
    expect(JSON.parse(result.result ?? "")).toMatchObject({ filtered: 6 });
    expect(result.html).toMatch(
      /are missing: run again\. InternalServerError: [\s\S]*[1-9] new requests\.\n45 answers\./,
    );
  },
);

it(
  "learns what a model accepts: another name of the limit, one answer a request",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const { result, asked } = await runNotebook({
      stub: { strict: true },
      parameters: { samples: "2" },
    });
    expect(result.error, result.errorTrace).toBeUndefined();
    expect(JSON.parse(result.result ?? "")).toMatchObject({ answers: 60, requests: 60 });
    expect(asked).toHaveLength(71);
    for (const { body } of asked) {
      expect(body).toMatchObject({ max_completion_tokens: 100, reasoning_effort: "none" });
      expect(body.n ?? 1).toBe(1);
    }
  },
);

it(
  "keeps the answers in a file that lab score reads, in the notebook's own folder or in the student's home",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const show =
      "print(open(lab.path, encoding='utf-8').read())\ndbutils.notebook.exit(os.path.relpath(lab.path))";
    const { result } = await runNotebook({ source: withCells("Five answers", show) });
    expect(result.error, result.errorTrace).toBeUndefined();
    expect(result.result).toMatch(/^answers-[0-9a-f]{8}\.jsonl$/);
    const rows = rowsOf(result.html);
    expect(rows).toHaveLength(45);
    for (const row of rows)
      expect(row).toMatchObject({
        condition: "M0",
        occupation: expect.any(String),
        arm: expect.stringMatching(/^(neutral|male|female)$/),
        sample: expect.stringMatching(/^[012]$/),
        prompt: expect.stringMatching(/^Describe a /),
        text: expect.stringMatching(/person/),
        finishReason: "stop",
      });
  },
);

it("notes the run in MLflow where there is MLflow", { timeout: seconds(60) }, async (test) => {
  await pythonFor("notebook", test);
  const mlflow = readFileSync(path.join(__dirname, "fake_mlflow.py"), "utf8");
  const install = `import sys, types\nmodule = types.ModuleType("mlflow")\nexec(${JSON.stringify(mlflow)}, module.__dict__)\nsys.modules["mlflow"] = module`;
  const note = 'print(lab.note({"M0": before, "M1": after}))';
  const seen = "import json\nprint(json.dumps(sys.modules['mlflow'].noted))";
  const source = withCells("The result, for the job that ran this notebook", install, note, seen);
  const { result } = await runNotebook({ source, parameters: { samples: "2" } });
  expect(result.error, result.errorTrace).toBeUndefined();
  expect(result.html).toContain("MLflow run run-1.");
  const noted = result.html.replaceAll("&quot;", '"');
  for (const what of [
    '"deployment": "gpt-35-turbo"',
    '"M0.sentiment.effect": ',
    '"M1.markedness.p_holm": ',
    '"verdict.M0": ',
  ])
    expect(noted).toContain(what);
});

it(
  "a failing cell ends the run, names the line of the file and leaves a page without the secret",
  { timeout: seconds(60) },
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
    const { result } = await runNotebook({ source });
    expect(result).toMatchObject({ state: "FAILED", error: "ValueError: [REDACTED]" });
    expect(result.errorTrace).toContain('File "<cell 2>", line 4');
    expect(result.cells.map((c) => c.state)).toEqual(["ok", "failed", "skipped"]);
    expect(JSON.stringify(result)).not.toContain(KEY);
  },
);

it(
  "a wait that is too long is refused with advice, at the trial and in a task",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const advice = "The service asks to wait 86400 s. Its quota is used up: come back later.";
    const first = await runNotebook({ stub: { throttled: [1], retryAfterSeconds: 86_400 } });
    expect(first.result.error).toBe(`RuntimeError: ${advice}`);
    await closeNotebookWorld();
    const from = (first: number) => Array.from({ length: 60 }, (_, k) => k + first);
    const later = await runNotebook({ stub: { throttled: from(2), retryAfterSeconds: 86_400 } });
    expect(later.result.error).toMatch(/^RateLimitError: .*Rate limit reached/);
    expect(later.asked).toHaveLength(1);
    await closeNotebookWorld();
    // Each of the two tasks is told once and asks nothing more.
    const task = await runNotebook({ stub: { throttled: from(12), retryAfterSeconds: 86_400 } });
    expect(task.result.error).toBe(`RuntimeError: Not one answer came: ${advice}`);
    expect(task.asked).toHaveLength(11);
    await closeNotebookWorld();
    // What came before is kept.
    const some = await runNotebook({ stub: { throttled: from(24), retryAfterSeconds: 86_400 } });
    expect(some.result.html).toMatch(
      /[1-9]\d* answers\. \d+ are missing: run again\. The service asks/,
    );
    const slept = [first, later, task, some].flatMap((run) => run.slept);
    expect(slept.every((ms) => ms < 60_000)).toBe(true);
  },
);

it("a missing secret and a missing parameter are named", { timeout: seconds(60) }, async (test) => {
  await pythonFor("notebook", test);
  const { result } = await runNotebook({ parameters: { secret_key: "none" } });
  expect(result.error).toBe(
    "SecretError: Secret does not exist with scope: rai-lab-test and key: none",
  );
  await closeNotebookWorld();
  const without = await runNotebook({ parameters: { endpoint: "" } });
  expect(without.result.error).toContain("Fill in the widget 'endpoint'");
});

it(
  "ends a notebook when it is cancelled, and when its time is over",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const source =
      "# Databricks notebook source\nimport threading\n# COMMAND ----------\nthreading.Event().wait()";
    const abort = new AbortController();
    const cancelled = await runNotebook({
      source,
      request: { signal: abort.signal, onCell: (done) => done === 1 && abort.abort() },
    });
    expect(cancelled.result.state).toBe("CANCELED");
    await closeNotebookWorld();
    const late = await runNotebook({ source, request: { timeoutSeconds: 0.5 } });
    expect(late.result.state).toBe("TIMEDOUT");
  },
);

it(
  "without a key it signs in through a service credential, or says what is missing",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const none = await runNotebook({ parameters: { secret_key: "" } });
    expect(none.result.error).toContain("Unity Catalog service credential");
    expect(none.asked).toEqual([]);
    await closeNotebookWorld();
    // The local workspace has no metastore, as the message says.
    const refused = await runNotebook({
      parameters: { secret_key: "", service_credential: "lab-openai" },
    });
    expect(refused.result.error).toMatch(
      /service credential lab-openai cannot be used: .*no Unity Catalog metastore.*then use a key/,
    );
    expect(refused.asked).toEqual([]);
    await closeNotebookWorld();
    const signed = await runNotebook({ source: AFTER_THE_TRIAL, parameters: KEYLESS });
    expect(signed.result.error, signed.result.errorTrace).toBeUndefined();
    expect(signed.result.result).toBe("SIMULATED stub");
    expect(signed.asked).toHaveLength(1);
    expect(signed.asked[0]).toMatchObject({
      key: undefined,
      authorization: "Bearer token-of-the-credential",
    });
  },
);

it(
  "waits for a role that Azure does not honour yet, at the trial and in a task; without one it gives up",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const source = withCells("Connect", CREDENTIAL);
    const late = await runNotebook({
      source,
      parameters: KEYLESS,
      stub: { denied: (n) => n <= 3 || n === 8 || n === 20 },
    });
    expect(late.result.error, late.result.errorTrace).toBeUndefined();
    expect(summaryOf(late)).toMatchObject({ answers: 90 });
    expect(late.result.html).toContain(
      "Azure does not honour the role Cognitive Services OpenAI User yet: waiting for up to 10 minutes.",
    );
    // Three at the trial, one among the ten questions; tasks sleep at the same time, which the clock tells as one.
    expect(late.slept.filter((ms) => ms === 15_000)).toHaveLength(4);
    await closeNotebookWorld();
    const never = await runNotebook({
      source: AFTER_THE_TRIAL,
      parameters: KEYLESS,
      stub: { denied: () => true },
    });
    expect(never.result.error).toMatch(
      /^RuntimeError: The service credential lab-openai may not ask: its identity lacks the role Cognitive Services OpenAI User on the account of https.*\(waited 10 minutes\).*The principal `o-1`/,
    );
    expect(sum(never.slept)).toBe(600_000);
    expect(never.asked).toEqual([]);
  },
);

it(
  "a key that the service refuses ends the notebook at once",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const { result, slept } = await runNotebook({ stub: { key: "another" } });
    expect(result.error).toMatch(/^AuthenticationError: .*invalid subscription key/);
    expect(slept).toEqual([]);
  },
);
