import { afterEach, describe, expect, it } from "vitest";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../../../scripts/cloud/databricks/notebooks/notebook";
import {
  runningCluster,
  SPEC,
  STUDENT,
  testWorkspace,
  type Call,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
afterEach(() => w.close());
const J = "/api/2.2/jobs";
const NOTEBOOK = "/rai-lab/dev/responsible-ai";
const DONE: NotebookResult = {
  state: "SUCCESS",
  result: '{"ok":1}',
  cells: [],
  html: "<html>",
  versions: {},
  seconds: 1,
};

/** A notebook that ends when the test says so. */
function held() {
  const asked: NotebookRequest[] = [];
  let finish: (result: NotebookResult) => void = () => undefined;
  const runNotebook = (request: NotebookRequest): Promise<NotebookResult> => {
    asked.push(request);
    return new Promise((resolve) => {
      finish = resolve;
      request.signal.addEventListener("abort", () => resolve({ ...DONE, state: "CANCELED" }));
    });
  };
  return { asked, runNotebook, finish: (result: NotebookResult) => finish(result) };
}

/** The lab's folder with the student's rights, as the program grants them. */
async function lab(
  runNotebook?: (request: NotebookRequest) => Promise<NotebookResult>,
  spec: object = SPEC,
) {
  w = await testWorkspace(runNotebook && { runNotebook });
  const { call, token } = await w.student();
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/rai-lab/dev" });
  const file = {
    path: NOTEBOOK,
    language: "PYTHON",
    content: Buffer.from("# Databricks notebook source\n").toString("base64"),
  };
  await w.call("POST", "/api/2.0/workspace/import", file);
  await w.call("POST", "/api/2.0/workspace/import", {
    path: "/rai-lab/dev/prompts.json",
    format: "AUTO",
    content: "e30=",
  });
  const folder = (await w.call("GET", "/api/2.0/workspace/get-status?path=/rai-lab/dev")).body
    .object_id as number;
  const grant = (level: string) => ({
    access_control_list: [{ user_name: STUDENT, permission_level: level }],
  });
  await w.call("PUT", `/api/2.0/permissions/directories/${folder}`, grant("CAN_RUN"));
  const cluster = await runningCluster(w.call, spec);
  await w.call("PUT", `/api/2.0/permissions/clusters/${cluster}`, grant("CAN_RESTART"));
  return { cluster, call, token };
}

const task = (cluster: string, more: object = {}) => ({
  task_key: "notebook",
  existing_cluster_id: cluster,
  notebook_task: {
    notebook_path: NOTEBOOK,
    base_parameters: { samples: "2" },
    source: "WORKSPACE",
  },
  ...more,
});
const submit = (call: Call, cluster: string, more: object = {}) =>
  call("POST", `${J}/runs/submit`, { run_name: "lab", tasks: [task(cluster)], ...more });
const get = (call: Call, run: number) => call("GET", `${J}/runs/get?run_id=${run}`);

describe("a submitted run", () => {
  it("of a student's copy reaches the files above it, and no other folder", async () => {
    const notebook = held();
    const { call, cluster } = await lab(notebook.runNotebook);
    const add = async (folder: string, name: string): Promise<void> => {
      await w.call("POST", "/api/2.0/workspace/mkdirs", { path: folder });
      const file = { path: `${folder}/${name}`, language: "PYTHON" };
      const content = Buffer.from("# Databricks notebook source\n").toString("base64");
      await w.call("POST", "/api/2.0/workspace/import", { ...file, content });
    };
    await add("/rai-lab/dev/work", "responsible-ai");
    await add("/rai-lab/dev/other", "another");
    const own = { notebook_path: "/rai-lab/dev/work/responsible-ai", source: "WORKSPACE" };
    await submit(call, cluster, { tasks: [task(cluster, { notebook_task: own })] });
    const [request] = notebook.asked;
    expect(request?.entry).toBe("rai-lab/dev/work/responsible-ai.py");
    expect(request?.files.map((f) => f.path).sort()).toEqual([
      "rai-lab/dev/prompts.json",
      "rai-lab/dev/responsible-ai.py",
      "rai-lab/dev/work/responsible-ai.py",
    ]);
  });

  it("runs with the folder on disk, its parameters and a token of the run, and leaves result and page", async () => {
    const notebook = held();
    const { call, cluster, token } = await lab(notebook.runNotebook);
    const { run_id } = (await submit(call, cluster)).body as { run_id: number };
    const [request] = notebook.asked;
    expect(request).toMatchObject({
      path: NOTEBOOK,
      entry: "rai-lab/dev/responsible-ai.py",
      parameters: { samples: "2" },
    });
    expect(request?.files.map((f) => f.path).sort()).toEqual([
      "rai-lab/dev/prompts.json",
      "rai-lab/dev/responsible-ai.py",
    ]);
    expect(request?.workspace.url).toBe(w.url);
    expect(request?.workspace.token).not.toBe(token);
    request?.onCell(3, 7);
    expect((await get(call, run_id)).body.state).toEqual({
      life_cycle_state: "RUNNING",
      state_message: "In run (cell 3 of 7)",
      user_cancelled_or_timedout: false,
    });
    expect((await call("GET", `${J}/runs/export?run_id=${run_id}`)).body.error_code).toBe(
      "INVALID_STATE",
    );

    notebook.finish(DONE);
    await new Promise(setImmediate);
    const { body } = await get(call, run_id);
    expect(body).toMatchObject({
      run_name: "lab",
      creator_user_name: STUDENT,
      state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" },
      status: { state: "TERMINATED", termination_details: { code: "SUCCESS", type: "SUCCESS" } },
      tasks: [{ task_key: "notebook", state: { result_state: "SUCCESS" } }],
    });
    const taskRun = body.tasks[0].run_id as number;
    expect(taskRun).not.toBe(run_id);
    const output = (await call("GET", `${J}/runs/get-output?run_id=${taskRun}`)).body;
    expect(output.notebook_output).toEqual({ result: '{"ok":1}', truncated: false });
    expect((await call("GET", `${J}/runs/export?run_id=${taskRun}`)).body).toEqual({
      views: [{ content: "<html>", name: NOTEBOOK, type: "NOTEBOOK" }],
    });
    // The run's token died with the run.
    expect(
      (await w.as(request?.workspace.token)("GET", "/api/2.0/secrets/scopes/list")).status,
    ).toBe(401);
  });

  it("tells of a failing cell", async () => {
    const failed: NotebookResult = {
      ...DONE,
      state: "FAILED",
      error: "NameError: name 'x' is not defined",
      errorTrace: "Traceback",
    };
    delete failed.result;
    const { call, cluster } = await lab(() => Promise.resolve(failed));
    const { run_id } = (await submit(call, cluster)).body as { run_id: number };
    await new Promise(setImmediate);
    expect((await get(call, run_id)).body).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "FAILED" },
      status: { termination_details: { code: "RUN_EXECUTION_ERROR", type: "CLIENT_ERROR" } },
    });
    expect((await call("GET", `${J}/runs/get-output?run_id=${run_id}`)).body).toMatchObject({
      notebook_output: {},
      error: "NameError: name 'x' is not defined",
      error_trace: "Traceback",
    });
  });

  it("starts a stopped cluster and waits for it and its libraries", async () => {
    const notebook = held();
    const { call, cluster } = await lab(notebook.runNotebook);
    const libraries = [{ pypi: { package: "openai==2.54.0" } }];
    await w.call("POST", "/api/2.0/libraries/install", { cluster_id: cluster, libraries });
    w.world.clock.advance(3600_000);
    const { run_id } = (await submit(call, cluster)).body as { run_id: number };
    const states: string[] = [];
    while (states.at(-1) !== "RUNNING" && states.length < 30)
      states.push((await get(call, run_id)).body.state.life_cycle_state as string);
    expect(states[0]).toBe("PENDING");
    expect(states.at(-1)).toBe("RUNNING");
    const status = await w.call("GET", `/api/2.0/libraries/cluster-status?cluster_id=${cluster}`);
    expect(status.body.library_statuses[0].status).toBe("INSTALLED");
    // A busy cluster does not stop on its own.
    w.world.clock.advance(3600_000);
    expect((await w.call("GET", `/api/2.1/clusters/get?cluster_id=${cluster}`)).body.state).toBe(
      "RUNNING",
    );
  });

  it("is cancelled, and asked twice with one token it is one run", async () => {
    const notebook = held();
    const { call, cluster } = await lab(notebook.runNotebook);
    const first = (await submit(call, cluster, { idempotency_token: "t" })).body as {
      run_id: number;
    };
    expect((await submit(call, cluster, { idempotency_token: "t" })).body).toEqual(first);
    await call("POST", `${J}/runs/cancel`, first);
    await new Promise(setImmediate);
    expect((await get(call, first.run_id)).body.state).toMatchObject({
      result_state: "CANCELED",
      life_cycle_state: "TERMINATED",
    });
    expect(notebook.asked).toHaveLength(1);
  });
});

describe("a run that can never begin says why", () => {
  const stateOf = async (call: Call, cluster: string) => {
    const { body } = await submit(call, cluster);
    for (let i = 0; i < 30; i++) {
      const { state, status } = (await get(call, body.run_id as number)).body;
      if (state.life_cycle_state !== "PENDING") return { state, status };
    }
    throw new Error("the run stays pending");
  };

  it("another user's single-user cluster", async () => {
    const { call, cluster } = await lab(undefined, {
      ...SPEC,
      single_user_name: "teacher@rai-lab.example",
    });
    const { state } = await stateOf(call, cluster);
    expect(state).toMatchObject({ life_cycle_state: "INTERNAL_ERROR", result_state: "FAILED" });
    expect(state.state_message).toBe(
      `Single-user check failed: user '${STUDENT}' attempted to run a command on single-user cluster ${cluster}, but the single user of this cluster is 'teacher@rai-lab.example'`,
    );
  });

  it("a notebook that is not there", async () => {
    const { call, cluster } = await lab();
    await w.call("POST", "/api/2.0/workspace/delete", { path: NOTEBOOK });
    const { state, status } = await stateOf(call, cluster);
    expect(state.state_message).toContain(`Unable to access the notebook "${NOTEBOOK}"`);
    expect(status.termination_details.code).toBe("RESOURCE_NOT_FOUND");
  });

  it("a library that did not install", async () => {
    const { call, cluster } = await lab();
    const libraries = [{ pypi: { package: "openai==9.9.9" } }];
    await w.call("POST", "/api/2.0/libraries/install", { cluster_id: cluster, libraries });
    const { state, status } = await stateOf(call, cluster);
    expect(status.termination_details.code).toBe("LIBRARY_INSTALLATION_ERROR");
    expect(state.state_message).toContain('pypi { package: "openai==9.9.9" }');
  });

  it("a cluster that was deleted while the run waited", async () => {
    const { call, cluster } = await lab();
    await w.call("POST", "/api/2.1/clusters/restart", { cluster_id: cluster });
    const { body } = await submit(call, cluster);
    await w.call("POST", "/api/2.1/clusters/permanent-delete", { cluster_id: cluster });
    const { state } = (await get(call, body.run_id as number)).body;
    expect(state).toMatchObject({
      life_cycle_state: "INTERNAL_ERROR",
      state_message: `Cluster '${cluster}' does not exist.`,
    });
  });
});

describe("what is refused", () => {
  it("others' runs, unknown runs, other kinds of task, and a cluster without rights", async () => {
    const notebook = held();
    const { call, cluster } = await lab(notebook.runNotebook);
    const { run_id } = (await submit(w.call, cluster)).body as { run_id: number };
    expect((await get(call, run_id)).status).toBe(403);
    expect((await get(call, 42)).body.message).toBe("Run 42 does not exist.");
    const other = {
      run_name: "x",
      tasks: [task(cluster, { notebook_task: undefined, spark_jar_task: {} })],
    };
    expect((await call("POST", `${J}/runs/submit`, other)).status).toBe(501);
    await w.call("PUT", `/api/2.0/permissions/clusters/${cluster}`, {});
    expect((await submit(call, cluster)).body.error_code).toBe("PERMISSION_DENIED");
  });
});

describe("saved jobs", () => {
  it("are created, read with the service's defaults, reset, run with other parameters, and deleted", async () => {
    const notebook = held();
    const { cluster } = await lab(notebook.runNotebook, {
      ...SPEC,
      single_user_name: undefined,
      data_security_mode: "NONE",
    });
    const { job_id } = (
      await w.call("POST", `${J}/create`, { name: "lab", tasks: [task(cluster)] })
    ).body as {
      job_id: number;
    };
    expect((await w.call("GET", `${J}/get?job_id=${job_id}`)).body).toMatchObject({
      job_id,
      settings: {
        name: "lab",
        format: "MULTI_TASK",
        timeout_seconds: 0,
        max_concurrent_runs: 1,
        email_notifications: {},
      },
    });
    await w.call("POST", `${J}/reset`, {
      job_id,
      new_settings: { name: "lab 2", tasks: [task(cluster)] },
    });
    expect((await w.call("GET", `${J}/list?name=lab%202`)).body.jobs).toHaveLength(1);
    const run = (
      await w.call("POST", `${J}/run-now`, { job_id, notebook_params: { samples: "5" } })
    ).body;
    expect(notebook.asked[0]?.parameters).toEqual({ samples: "5" });
    const listed = (await w.call("GET", `${J}/runs/list?job_id=${job_id}&active_only=true`)).body;
    expect(listed).toMatchObject({ runs: [{ run_id: run.run_id, job_id }], has_more: false });
    await w.call("POST", `${J}/delete`, { job_id });
    expect(await w.call("GET", `${J}/get?job_id=${job_id}`)).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: `Job ${job_id} does not exist.` },
    });
  });
});
