import { afterEach, describe, expect, it } from "vitest";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../../../scripts/cloud/databricks/notebooks/notebook";
import {
  SPEC,
  STUDENT,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
afterEach(() => w.close());
const J = "/api/2.2/jobs";
const NOTEBOOK = "/Shared/n";
const DONE: NotebookResult = {
  state: "SUCCESS",
  cells: [],
  html: "<html>",
  versions: {},
  seconds: 1,
};

/** A workspace with a notebook that ends when the test says so. */
async function lab() {
  const asked: NotebookRequest[] = [];
  let finish: (result: NotebookResult) => void = () => undefined;
  w = await testWorkspace({
    runNotebook: (request) => {
      asked.push(request);
      return new Promise((resolve) => {
        finish = resolve;
        request.signal.addEventListener("abort", () => resolve({ ...DONE, state: "CANCELED" }));
      });
    },
  });
  const content = Buffer.from("# Databricks notebook source\n").toString("base64");
  const file = { path: NOTEBOOK, language: "PYTHON", content };
  await w.call("POST", "/api/2.0/workspace/import", file);
  return { asked, finish: () => finish(DONE) };
}

const task = (more: object) => ({
  task_key: "notebook",
  notebook_task: { notebook_path: NOTEBOOK, base_parameters: { samples: "2" } },
  ...more,
});
interface RunTask {
  new_cluster?: unknown;
  cluster_instance: { cluster_id: string };
}
const get = (path: string) => w.call("GET", path);
const run = (id: number) => get(`${J}/runs/get?run_id=${id}`);

describe("a cluster of a run's own", () => {
  const new_cluster = { ...SPEC, single_user_name: undefined, data_security_mode: "NONE" };
  const poll = async (id: number) => {
    for (;;) {
      const { body } = await run(id);
      const { life_cycle_state: state } = body.state as { life_cycle_state: string };
      if (state !== "PENDING") return { state, task: (body.tasks as RunTask[])[0]! };
    }
  };

  it("is made for a submitted run with the libraries of its task, and stops with it", async () => {
    const notebook = await lab();
    const libraries = [{ pypi: { package: "openai==1.55.3" } }];
    const tasks = [task({ new_cluster, libraries })];
    const { run_id } = (await w.call("POST", `${J}/runs/submit`, { tasks })).body as {
      run_id: number;
    };
    const running = await poll(run_id);
    expect(running).toMatchObject({
      state: "RUNNING",
      task: { new_cluster: { spark_version: SPEC.spark_version } },
    });
    expect(running.task).not.toHaveProperty("existing_cluster_id");
    const id = running.task.cluster_instance.cluster_id;
    const cluster = () => get(`/api/2.1/clusters/get?cluster_id=${id}`);
    expect((await cluster()).body).toMatchObject({ state: "RUNNING", cluster_source: "JOB" });
    const status = await w.call("GET", `/api/2.0/libraries/cluster-status?cluster_id=${id}`);
    expect(status.body.library_statuses).toMatchObject([{ library: libraries[0] }]);
    notebook.finish();
    await expect.poll(cluster).toMatchObject({
      body: { state: "TERMINATED", termination_reason: { code: "JOB_FINISHED" } },
    });
  });

  it("has the settings that a job keeps under a key; its parameters reach the notebook", async () => {
    const notebook = await lab();
    const job = {
      name: "bundled",
      job_clusters: [{ job_cluster_key: "main", new_cluster }],
      parameters: [{ name: "seed", default: "7" }],
      schedule: {
        quartz_cron_expression: "0 0 3 * * ?",
        timezone_id: "UTC",
        pause_status: "PAUSED",
      },
      tasks: [task({ job_cluster_key: "main" })],
    };
    const { job_id } = (await w.call("POST", `${J}/create`, job)).body as { job_id: number };
    expect((await get(`${J}/get?job_id=${job_id}`)).body.settings).toMatchObject({
      job_clusters: [{ job_cluster_key: "main" }],
      schedule: { pause_status: "PAUSED" },
    });
    const { run_id } = (await w.call("POST", `${J}/run-now`, { job_id })).body as {
      run_id: number;
    };
    await poll(run_id);
    expect(notebook.asked[0]?.parameters).toEqual({ samples: "2", seed: "7" });
    await w.call("POST", `${J}/runs/cancel-all`, { job_id });
    await expect
      .poll(() => run(run_id))
      .toMatchObject({ body: { state: { result_state: "CANCELED" } } });
    const other = { ...job, tasks: [task({ job_cluster_key: "other" })] };
    expect((await w.call("POST", `${J}/create`, other)).body.message).toContain("'other'");
  });

  it("is not for a student, and a job runs as nobody else and not from Git", async () => {
    await lab();
    const { call } = await w.student();
    const tasks = [task({ new_cluster })];
    for (const path of ["runs/submit", "create"])
      expect((await call("POST", `${J}/${path}`, { tasks })).body.error_code).toBe(
        "PERMISSION_DENIED",
      );
    const serverless = await w.call("POST", `${J}/runs/submit`, { tasks: [task({})] });
    expect(serverless.status).toBe(501);
    for (const more of [
      { run_as: { user_name: STUDENT } },
      { git_source: { git_url: "https://example.com/a", git_provider: "gitHub" } },
    ])
      expect((await w.call("POST", `${J}/create`, { tasks, ...more })).status).toBe(501);
  });
});
