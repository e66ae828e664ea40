import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../../../scripts/cloud/databricks/notebooks/notebook";
import {
  runningCluster,
  SPEC,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

const J = "/api/2.2/jobs";
const DONE = { cells: [], html: "<html>", versions: {}, seconds: 1 };
interface TaskRun {
  task_key: string;
  run_id: number;
  attempt_number: number;
  state: { result_state: string };
  cluster_instance: { cluster_id: string };
}

/** Notebooks end at once, those whose parameter `as` says so as failures; what ran is noted. */
let ran: string[] = [];
let failing: string[] = [];
const runNotebook = ({ path, parameters }: NotebookRequest): Promise<NotebookResult> => {
  const name = path.slice(1) + (parameters.x ?? "");
  ran.push(name);
  if (!failing.includes(name)) return Promise.resolve({ ...DONE, state: "SUCCESS", result: name });
  return Promise.resolve({ ...DONE, state: "FAILED", error: "ValueError: no" });
};

let w: TestWorkspace;
let cluster: string;
beforeEach(async () => {
  [ran, failing] = [[], []];
  w = await testWorkspace({ runNotebook });
  const content = Buffer.from("# Databricks notebook source\n").toString("base64");
  for (const name of "abcd")
    await w.call("POST", "/api/2.0/workspace/import", {
      path: `/${name}`,
      language: "PYTHON",
      content,
    });
  cluster = await runningCluster(w.call, {
    ...SPEC,
    single_user_name: undefined,
    data_security_mode: "NONE",
  });
});
afterEach(() => w.close());

const task = (task_key: string, after: string[] = [], more: object = {}) => ({
  task_key,
  existing_cluster_id: cluster,
  notebook_task: { notebook_path: `/${task_key}` },
  depends_on: after.map((key) => ({ task_key: key })),
  ...more,
});
const submit = (tasks: object[], more: object = {}) =>
  w.call("POST", `${J}/runs/submit`, { tasks, ...more });
const get = async (id: number, more = "") =>
  (await w.call("GET", `${J}/runs/get?run_id=${id}${more}`)).body as {
    state: { life_cycle_state: string; result_state?: string; state_message: string };
    tasks: TaskRun[];
    repair_history?: { type: string; task_run_ids: number[] }[];
  };
/** The run when it has ended, however often it must be read for that. */
async function ended(id: number) {
  for (let reads = 0; reads < 100; reads++) {
    const run = await get(id);
    if (run.state.result_state !== undefined) return run;
  }
  throw new Error("the run does not end");
}
const results = (tasks: TaskRun[]) =>
  Object.fromEntries(tasks.map(({ task_key, state }) => [task_key, state.result_state]));
const finished = async (tasks: object[]) => {
  const { body } = await submit(tasks);
  return { id: body.run_id as number, ...(await ended(body.run_id as number)) };
};

describe("a run of several tasks", () => {
  it("runs each notebook after those that it depends on", async () => {
    const run = await finished([task("c", ["a", "b"]), task("a"), task("b", ["a"])]);
    expect(ran).toEqual(["a", "b", "c"]);
    expect(run.state).toMatchObject({ life_cycle_state: "TERMINATED", result_state: "SUCCESS" });
    const [c] = run.tasks;
    const output = await w.call("GET", `${J}/runs/get-output?run_id=${c!.run_id}`);
    expect(output.body.notebook_output).toEqual({ result: "c", truncated: false });
    const whole = await w.call("GET", `${J}/runs/get-output?run_id=${run.id}`);
    expect(whole.body.message).toMatch(/multiple tasks is not supported/);
    const { body } = await w.call("GET", `${J}/runs/list`);
    expect(body.runs).toHaveLength(1);
    expect(body.runs[0]).toMatchObject({ run_id: run.id, state: run.state });
  });

  it("skips what comes after a failure, and says which task failed", async () => {
    failing = ["a"];
    const run = await finished([task("a"), task("b", ["a"]), task("c", ["b"]), task("d")]);
    expect(ran.sort()).toEqual(["a", "d"]);
    expect(results(run.tasks)).toEqual({
      a: "FAILED",
      b: "UPSTREAM_FAILED",
      c: "UPSTREAM_FAILED",
      d: "SUCCESS",
    });
    expect(run.state).toMatchObject({
      life_cycle_state: "INTERNAL_ERROR",
      result_state: "FAILED",
      state_message:
        "Task a failed with message: Workload failed, see run output for details. This caused all downstream tasks to get skipped.",
    });
  });

  it.each([
    ["ALL_DONE", "SUCCESS"],
    ["AT_LEAST_ONE_FAILED", "SUCCESS"],
    ["AT_LEAST_ONE_SUCCESS", "SUCCESS"],
    ["ALL_FAILED", "EXCLUDED"],
    ["NONE_FAILED", "EXCLUDED"],
  ])("with run_if %s after one failure of two is %s", async (run_if, result) => {
    failing = ["a"];
    const run = await finished([task("a"), task("b"), task("c", ["a", "b"], { run_if })]);
    expect(results(run.tasks).c).toBe(result);
    expect(run.state.result_state).toBe("SUCCESS_WITH_FAILURES");
  });

  it("shares the cluster of a key, which stops after the last task", async () => {
    const job_clusters = [
      {
        job_cluster_key: "k",
        new_cluster: { ...SPEC, data_security_mode: "NONE", single_user_name: undefined },
      },
    ];
    const on = { existing_cluster_id: undefined, job_cluster_key: "k" };
    const tasks = [task("a", [], on), task("b", ["a"], on)];
    const { job_id } = (await w.call("POST", `${J}/create`, { tasks, job_clusters })).body as {
      job_id: number;
    };
    const { body } = await w.call("POST", `${J}/run-now`, { job_id, notebook_params: { x: "1" } });
    const run = await ended(body.run_id as number);
    expect(ran).toEqual(["a1", "b1"]);
    const ids = new Set(run.tasks.map((one) => one.cluster_instance.cluster_id));
    expect(ids.size).toBe(1);
    const stopped = await w.call("GET", `/api/2.1/clusters/get?cluster_id=${[...ids][0]!}`);
    expect(stopped.body).toMatchObject({ termination_reason: { code: "JOB_FINISHED" } });
  });

  it("is canceled, with what is blocked in it, and then deleted", async () => {
    const { body } = await submit([task("a"), task("b", ["a"])], { idempotency_token: "once" });
    const id = body.run_id as number;
    expect((await submit([task("a")], { idempotency_token: "once" })).body.run_id).toBe(id);
    expect((await w.call("POST", `${J}/runs/delete`, { run_id: id })).status).toBe(400);
    await w.call("POST", `${J}/runs/cancel`, { run_id: id });
    expect((await ended(id)).state.result_state).toBe("CANCELED");
    await w.call("POST", `${J}/runs/delete`, { run_id: id });
    expect((await w.call("GET", `${J}/runs/list`)).body.runs).toBeUndefined();
    expect(w.world.store.collection("databricks/runs").values()).toEqual([]);
  });

  it.each([
    ["two tasks with one key", () => [task("a"), task("a")], /not unique/],
    ["a task after none", () => [task("a", ["x"])], /depends on 'x'/],
    ["a circle", () => [task("a", ["b"]), task("b", ["a"])], /circle/],
  ])("refuses %s", async (_what, tasks, message) => {
    const { status, body } = await submit(tasks());
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
  });
});

describe("a repair", () => {
  const repair = (run_id: number, body: object) =>
    w.call("POST", `${J}/runs/repair`, { run_id, ...body });

  it("runs what failed again in the same run, and what depends on it", async () => {
    failing = ["b"];
    const { id } = await finished([task("a"), task("b", ["a"]), task("c", ["b"])]);
    [ran, failing] = [[], []];
    const { body } = await repair(id, { rerun_all_failed_tasks: true });
    const again = await ended(id);
    expect(ran).toEqual(["b", "c"]);
    expect(again.state).toMatchObject({ result_state: "SUCCESS" });
    expect(again.tasks.map((one) => one.attempt_number)).toEqual([0, 1, 1]);
    const { repair_history } = await get(id, "&include_history=true");
    expect(repair_history?.map((one) => [one.type, one.task_run_ids.length])).toEqual([
      ["ORIGINAL", 3],
      ["REPAIR", 2],
    ]);
    expect((await repair(id, { rerun_tasks: ["c"] })).status).toBe(400);
    const latest_repair_id = body.repair_id as number;
    expect((await repair(id, { rerun_tasks: ["c"], latest_repair_id })).status).toBe(200);
  });

  it("repairs a run of one task, with other parameters", async () => {
    failing = ["a"];
    const { id } = await finished([task("a")]);
    expect((await repair(id, {})).status).toBe(400);
    expect((await repair(id, { rerun_tasks: ["x"] })).status).toBe(400);
    await repair(id, { rerun_tasks: ["a"], notebook_params: { x: "2" } });
    const run = await ended(id);
    expect(ran).toEqual(["a", "a2"]);
    expect(run.state.result_state).toBe("SUCCESS");
  });

  it("waits until the run has ended", async () => {
    const { body } = await submit([task("a"), task("b", ["a"])]);
    const answer = await repair(body.run_id as number, { rerun_tasks: ["a"] });
    expect(answer.body.error_code).toBe("INVALID_STATE");
  });
});

it("runs a Python file with its arguments, of the workspace or of DBFS", async () => {
  const asked: NotebookRequest[] = [];
  await w.close();
  w = await testWorkspace({
    runNotebook: (request) => {
      asked.push(request);
      return Promise.resolve({ ...DONE, state: "SUCCESS", logs: "printed\n" });
    },
  });
  cluster = await runningCluster(w.call, {
    ...SPEC,
    single_user_name: undefined,
    data_security_mode: "NONE",
  });
  const contents = Buffer.from("print('printed')").toString("base64");
  await w.call("POST", "/api/2.0/dbfs/put", { path: "/jobs/f.py", contents });
  await w.call("POST", "/api/2.0/workspace/import", {
    path: "/f.py",
    format: "RAW",
    content: contents,
  });
  for (const python_file of ["/Workspace/f.py", "dbfs:/jobs/f.py"]) {
    const script = {
      notebook_task: undefined,
      spark_python_task: { python_file, parameters: ["--n", "2"] },
    };
    const { body } = await submit([task("s", [], script)]);
    const run = await ended(body.run_id as number);
    expect(run.state.result_state).toBe("SUCCESS");
    const output = await w.call("GET", `${J}/runs/get-output?run_id=${run.tasks[0]!.run_id}`);
    expect(output.body).toMatchObject({ logs: "printed\n" });
    expect((await w.call("GET", `${J}/runs/export?run_id=${body.run_id as number}`)).status).toBe(
      400,
    );
  }
  expect(asked.map(({ entry, script }) => [entry, script?.arguments])).toEqual([
    ["f.py", ["--n", "2"]],
    ["jobs/f.py", ["--n", "2"]],
  ]);
  const missing = { notebook_task: undefined, spark_python_task: { python_file: "dbfs:/none.py" } };
  const { body } = await submit([task("s", [], missing)]);
  const failed = await get(body.run_id as number);
  expect(failed.state.state_message).toMatch(/Unable to read the python file dbfs:\/none.py/);
});
