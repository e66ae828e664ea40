import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

it("answers older versions of clusters and jobs as the newest", async () => {
  const spec = {
    spark_version: "16.4.x-scala2.12",
    node_type_id: "Standard_D4ds_v5",
    num_workers: 1,
  };
  const made = await w.call("POST", "/api/2.0/clusters/create", spec);
  expect(made.status).toBe(200);
  const found = `clusters/get?cluster_id=${made.body.cluster_id}`;
  expect((await w.call("GET", `/api/2.0/${found}`)).body).toEqual(
    (await w.call("GET", `/api/2.1/${found}`)).body,
  );
  expect((await w.call("GET", "/api/2.1/jobs/list")).body).toEqual({ has_more: false });
  expect((await w.as("wrong")("GET", "/api/2.0/clusters/list")).status).toBe(401);
});

it("updates the settings of a job that are named, and removes others", async () => {
  const notebook_task = { notebook_path: "/Shared/n" };
  const tasks = [{ task_key: "a", existing_cluster_id: "c", notebook_task }];
  const settings = { name: "one", tasks, tags: { a: "b" }, timeout_seconds: 60 };
  const { job_id } = (await w.call("POST", "/api/2.1/jobs/create", settings)).body;
  const change = { job_id, new_settings: { name: "two" }, fields_to_remove: ["tags"] };
  expect((await w.call("POST", "/api/2.2/jobs/update", change)).status).toBe(200);
  const { body } = await w.call("GET", `/api/2.2/jobs/get?job_id=${job_id}`);
  expect(body.settings).toMatchObject({ name: "two", timeout_seconds: 60, tasks });
  expect(body.settings.tags).toBeUndefined();
});

it("answers Jobs 2.0, whose jobs are single tasks", async () => {
  const notebook_task = { notebook_path: "/Shared/n" };
  const job = { name: "one", existing_cluster_id: "c", notebook_task, timeout_seconds: 60 };
  const made = await w.call("POST", "/api/2.0/jobs/create", job);
  expect(made.status).toBe(200);
  const { job_id } = made.body;
  const { body } = await w.call("GET", `/api/2.0/jobs/get?job_id=${job_id}`);
  expect(body.settings).toMatchObject({ ...job, format: "SINGLE_TASK" });
  expect(body.settings).not.toHaveProperty("tasks");
  expect((await w.call("GET", "/api/2.0/jobs/list")).body.jobs).toEqual([body]);
  expect((await w.call("GET", `/api/2.1/jobs/get?job_id=${job_id}`)).body.settings).toMatchObject({
    format: "MULTI_TASK",
    tasks: [{ task_key: "main", existing_cluster_id: "c", notebook_task }],
  });
  const new_settings = { ...job, name: "two" };
  expect((await w.call("POST", "/api/2.0/jobs/reset", { job_id, new_settings })).status).toBe(200);
  const { body: after } = await w.call("GET", `/api/2.0/jobs/get?job_id=${job_id}`);
  expect(after.settings).toMatchObject(new_settings);
  expect((await w.call("GET", "/api/2.0/jobs/runs/list?offset=5")).status).toBe(501);
});
