import { expect, it } from "vitest";
import { mergeSettings } from "../../../../scripts/cloud/databricks/jobs/merge-settings";

const job = {
  name: "j",
  timeout_seconds: 5,
  tasks: [
    { task_key: "a", notebook_task: { notebook_path: "/a" } },
    { task_key: "b", notebook_task: { notebook_path: "/b" } },
  ],
};

it("replaces settings whole, and tasks by their key", () => {
  const b = { task_key: "b", notebook_task: { notebook_path: "/new" } };
  const changed = mergeSettings(job, { name: "k", tasks: [b] }, ["timeout_seconds"]);
  expect(changed).toEqual({ name: "k", tasks: [job.tasks[0], b] });
});

it("removes a task by its key, and adds no list that was not there", () => {
  expect(mergeSettings(job, {}, ["tasks/a"])).toEqual({ ...job, tasks: [job.tasks[1]] });
});
