import { afterEach, beforeEach, expect, it } from "vitest";
import { SPEC, testWorkspace, type TestWorkspace } from "../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const JOB = {
  name: "nightly",
  tasks: [
    {
      task_key: "t",
      existing_cluster_id: "c",
      notebook_task: { notebook_path: "/n", source: "WORKSPACE" },
    },
  ],
};

it.each([
  { schedule: { quartz_cron_expression: "0 0 3 * * ?", timezone_id: "UTC" } },
  { continuous: { pause_status: "UNPAUSED" } },
  { trigger: { file_arrival: { url: "/x" } } },
])("a job with %o is refused instead of never started", async (change) => {
  const made = await w.call("POST", "/api/2.2/jobs/create", { ...JOB, schedule: null });
  expect(made.status).toBe(200);
  for (const [path, body] of [
    ["create", { ...JOB, ...change }],
    ["reset", { job_id: made.body.job_id, new_settings: { ...JOB, ...change } }],
  ] as const) {
    const answer = await w.call("POST", `/api/2.2/jobs/${path}`, body);
    expect([answer.status, answer.body.error_code]).toEqual([501, "NotSimulated"]);
    expect(answer.body.message).toContain(Object.keys(change)[0]);
  }
});

it("takes what the documented curl sends: a token in a netrc file, and JSON under a form's type", async () => {
  const created = await w.call("POST", "/api/2.0/token/create", { comment: null });
  const token = (created.body as { token_value: string }).token_value;
  const answer = await fetch(`${w.url}/api/2.0/secrets/scopes/create`, {
    method: "POST",
    body: '{"scope": "curl"}',
    headers: {
      authorization: `Basic ${Buffer.from(`token:${token}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
  });
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  for (const wrong of [`someone:${token}`, "token:wrong"]) {
    const authorization = `Basic ${Buffer.from(wrong).toString("base64")}`;
    const refused = await fetch(`${w.url}/api/2.0/secrets/scopes/list`, {
      headers: { authorization },
    });
    expect(refused.status).toBe(401);
  }
});

it("takes null for what is absent", async () => {
  const cluster = { ...SPEC, autoscale: null, policy_id: null, init_scripts: null };
  const answer = await w.call("POST", "/api/2.1/clusters/create", cluster);
  expect([answer.status, answer.body]).toEqual([200, { cluster_id: expect.any(String) }]);
});

it.each([
  "clusters/list?page_sise=1",
  "jobs/list?offset=20",
  "jobs/runs/list?sort=x",
  "workspace/list?path=/&kind=x",
  "secrets/list?scope=x&key=y",
])("%s is not answered as if the last parameter were not there", async (path) => {
  const answer = await w.call("GET", `/api/2.0/${path}`);
  expect([answer.status, answer.body.error_code]).toEqual([501, "NotSimulated"]);
});

it("lists only the notebooks that changed since, and runs of a time and kind", async () => {
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/new" });
  const content = Buffer.from("# Databricks notebook source\n").toString("base64");
  const notebook = { path: "/new/n", content, format: "SOURCE", language: "PYTHON" };
  await w.call("POST", "/api/2.0/workspace/import", notebook);
  const list = "/api/2.0/workspace/list?path=/new&notebooks_modified_after=";
  expect((await w.call("GET", `${list}0`)).body.objects).toHaveLength(1);
  expect((await w.call("GET", `${list}9999999999999`)).body.objects).toBeUndefined();
  for (const asked of ["run_type=JOB_RUN", "start_time_from=9999999999999", "expand_tasks=true"])
    expect((await w.call("GET", `/api/2.2/jobs/runs/list?${asked}`)).body.runs).toBeUndefined();
});
