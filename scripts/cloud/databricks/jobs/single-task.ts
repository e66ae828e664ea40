import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";

/*
 * Jobs 2.0: a job is one task, whose fields stand among the job's own
 * (https://docs.databricks.com/en/reference/jobs-api-2-1-updates.html).
 */

/** Fields of a task that Jobs 2.0 has among those of the job, as far as tasks are simulated. */
const OF_THE_TASK = [
  ...["existing_cluster_id", "new_cluster", "libraries"],
  ...["notebook_task", "spark_python_task"],
];

/** The name that the service gives to the only task. */
const TASK_KEY = "main";

/**
 * A request of Jobs 2.0 as the newer versions want it.
 * @throws ApiError NotSimulated (501) for what Jobs 2.0 has and they have not
 */
export function toTasks(body: unknown): unknown {
  if (!isJsonObject(body)) return body;
  if ("offset" in body) throw new NotSimulated("the offset of a list of Jobs 2.0");
  const settings = body["new_settings"];
  if (settings !== undefined) return { ...body, new_settings: toTasks(settings) };
  const [task, others] = divided(body);
  if (Object.keys(task).length === 0) return body;
  return { ...others, tasks: [{ task_key: TASK_KEY, ...task }] };
}

function divided(body: JsonObject): [ofTask: JsonObject, others: JsonObject] {
  const isOfTask = ([name]: [string, unknown]): boolean => OF_THE_TASK.includes(name);
  const entries = Object.entries(body);
  return [
    Object.fromEntries(entries.filter(isOfTask)),
    Object.fromEntries(entries.filter((entry) => !isOfTask(entry))),
  ];
}

/** An answer of the newer versions as Jobs 2.0 gives it: one job or run, a list, or an output. */
export function fromTasks(answer: unknown): unknown {
  if (!isJsonObject(answer)) return answer;
  const { jobs, runs, settings, metadata } = answer;
  if (Array.isArray(jobs)) return { ...answer, jobs: jobs.map(fromTasks) };
  if (Array.isArray(runs)) return { ...answer, runs: runs.map(fromTasks) };
  if (isJsonObject(settings)) return { ...answer, settings: fromTasks(settings) };
  if (isJsonObject(metadata)) return { ...answer, metadata: fromTasks(metadata) };
  const { tasks, ...others } = answer;
  const [task] = Array.isArray(tasks) ? (tasks as unknown[]) : [];
  if (!isJsonObject(task)) return answer;
  const own = "run_id" in others ? ofRun(task) : divided(task)[0];
  return { ...others, ...own, format: "SINGLE_TASK" };
}

/** What a run of Jobs 2.0 says of its task. */
const ofRun = ({ notebook_task, spark_python_task, cluster_instance, ...task }: JsonObject) => ({
  task: { notebook_task, spark_python_task },
  cluster_spec: {
    existing_cluster_id: task["existing_cluster_id"],
    new_cluster: task["new_cluster"],
  },
  cluster_instance,
});
