import { afterEach, expect, test } from "vitest";
import { runNotebookJob, type NotebookRun } from "../../../scripts/lib/azure/notebook-job";
import type { Fault, FaultAnswer } from "../../../scripts/cloud/core/faults";
import type { NotebookResult } from "../../../scripts/cloud/databricks/notebooks/notebook";
import {
  runningCluster,
  STUDENT,
  testWorkspace,
  type TestWorkspace,
} from "../../support/databricks/workspace";

let w: TestWorkspace;
afterEach(() => w.close());

/** The lab's notebook, run as its student, with the ending and the faults that are given. */
async function run(ending: Partial<NotebookResult>, faults: Fault[] = []): Promise<NotebookRun> {
  const done: NotebookResult = {
    state: "SUCCESS",
    cells: [],
    html: "<html>page</html>",
    versions: {},
    seconds: 1,
  };
  w = await testWorkspace({ runNotebook: () => Promise.resolve({ ...done, ...ending }) });
  const { token } = await w.student();
  const content = Buffer.from("# Databricks notebook source\nprint(1)").toString("base64");
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/rai-lab/dev" });
  const file = { path: "/rai-lab/dev/n", content, format: "SOURCE", language: "PYTHON" };
  await w.call("POST", "/api/2.0/workspace/import", file);
  const folder = await w.call("GET", "/api/2.0/workspace/get-status?path=/rai-lab/dev");
  const clusterId = await runningCluster(w.call);
  const rights = (level: string) => ({
    access_control_list: [{ user_name: STUDENT, permission_level: level }],
  });
  await w.call(
    "PUT",
    `/api/2.0/permissions/directories/${folder.body.object_id as number}`,
    rights("CAN_RUN"),
  );
  await w.call("PUT", `/api/2.0/permissions/clusters/${clusterId}`, rights("CAN_RESTART"));
  const job = {
    host: w.url,
    clusterId,
    notebookPath: file.path,
    parameters: {},
    token: () => Promise.resolve(token),
    pollMs: 0,
  };
  w.world.faults.set(faults);
  return runNotebookJob(job);
}

test("a run that succeeds gives what the notebook returned, and its page", async () => {
  expect(await run({ result: '{"verdict":"fine"}' })).toEqual({
    result: '{"verdict":"fine"}',
    html: "<html>page</html>",
  });
});

test("a run that fails still gives its page, with what stopped it", async () => {
  expect(await run({ state: "FAILED", error: "ZeroDivisionError: division by zero" })).toEqual({
    result: "",
    error: "ZeroDivisionError: division by zero",
    html: "<html>page</html>",
  });
});

test("what Databricks refuses is one error with its code", async () => {
  w = await testWorkspace();
  const job = {
    host: w.url,
    clusterId: "0000-000000-00000000",
    notebookPath: "/n",
    parameters: {},
    token: () => Promise.resolve(w.token),
    pollMs: 0,
  };
  await expect(runNotebookJob(job)).rejects.toMatchObject({
    code: "notebook",
    message: expect.stringContaining("Databricks refused: INVALID_PARAMETER_VALUE"),
  });
});

test("a refused token is asked for again once", async () => {
  w = await testWorkspace();
  const asked: boolean[] = [];
  const job = {
    host: w.url,
    clusterId: "0000-000000-00000000",
    notebookPath: "/n",
    parameters: {},
    token: (renew = false) => {
      asked.push(renew);
      return Promise.resolve(renew ? w.token : "worn.out.token");
    },
    pollMs: 0,
  };
  // The workspace knows the second token: it refuses the cluster, not the caller.
  await expect(runNotebookJob(job)).rejects.toMatchObject({
    message: expect.stringContaining("Databricks refused: INVALID_PARAMETER_VALUE"),
  });
  expect(asked).toEqual([false, true]);
});

test("a busy workspace and a lost connection are asked again, for one run alone", async () => {
  const busy = { status: 429, code: "REQUEST_LIMIT_EXCEEDED", message: "Too many requests." };
  const soon = { ...busy, headers: { "retry-after-ms": "1" } };
  const fails = (operation: string, ...answers: FaultAnswer[]): Fault[] =>
    answers.map((answer, k) => ({ operation: `databricks/runs/${operation}`, nth: k + 1, answer }));
  const found = await run({ result: "fine" }, [
    ...fails("submit", "drop", soon),
    ...fails("get", soon),
    ...fails("get-output", "drop", "drop"),
  ]);
  expect(found).toMatchObject({ result: "fine" });
  expect(w.world.faults.count().failed).toEqual({ drop: 3, "429 REQUEST_LIMIT_EXCEEDED": 2 });
});

test("a workspace that stays away is one error in words", async () => {
  const away = Array.from({ length: 6 }, (_, k): Fault => {
    return { operation: "databricks/runs/submit", nth: k + 1, answer: "drop" };
  });
  await expect(run({}, away)).rejects.toMatchObject({
    code: "notebook",
    message: expect.stringMatching(/^Databricks does not answer: /),
    cure: "run the same command again",
  });
});
