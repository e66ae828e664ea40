import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import type { Task } from "../entities";
import { invalidParameter } from "../errors";
import { clusterSpec } from "../clusters/cluster-spec";
import { normalizePath } from "../workspace/paths";
import { requireOrder } from "./task-order";

const source = z.string().optional();
const notebookTask = z.object({
  notebook_path: z.string(),
  base_parameters: z.record(z.string(), z.string()).optional(),
  source,
});
const scriptTask = z.object({
  python_file: z.string(),
  parameters: z.array(z.string()).optional(),
  source,
});
const runIf = z.enum([
  ...(["ALL_SUCCESS", "AT_LEAST_ONE_SUCCESS", "NONE_FAILED"] as const),
  ...(["ALL_DONE", "AT_LEAST_ONE_FAILED", "ALL_FAILED"] as const),
]);
/** The `tasks` of a job or of a submitted run, as sent. */
export const taskList = z
  .array(
    z.looseObject({
      task_key: z.string(),
      depends_on: z
        .array(z.object({ task_key: z.string(), outcome: z.string().optional() }))
        .optional(),
      run_if: runIf.optional(),
      timeout_seconds: z.number().int().min(0).optional(),
      existing_cluster_id: z.string().optional(),
      new_cluster: clusterSpec.optional(),
      job_cluster_key: z.string().optional(),
      libraries: z.array(z.record(z.string(), z.unknown())).optional(),
      notebook_task: notebookTask.optional(),
      spark_python_task: scriptTask.optional(),
    }),
  )
  .min(1);
type SentTask = z.infer<typeof taskList>[number];

/**
 * The tasks that the simulator can run, as sent, with normal paths.
 * @throws ApiError NotSimulated (501) for other kinds of task and serverless ones;
 * INVALID_PARAMETER_VALUE with a relative path, and for tasks that wait for each other
 */
export function runnableTasks(all: readonly SentTask[]): Task[] {
  const tasks = all.map(runnableTask);
  requireOrder(tasks);
  return tasks;
}

function runnableTask(task: SentTask): Task {
  const { notebook_task: notebook, spark_python_task: script } = task;
  if (!notebook && !script) throw new NotSimulated("tasks other than notebooks and Python files");
  if (notebook?.source === "GIT" || script?.source === "GIT")
    throw new NotSimulated("notebooks and files from Git");
  if (task.depends_on?.some(({ outcome }) => outcome !== undefined))
    throw new NotSimulated("tasks that depend on the outcome of a condition");
  if (!COMPUTE.some((name) => task[name] !== undefined))
    throw new NotSimulated(`serverless tasks: a task needs one of ${COMPUTE.join(", ")}`);
  if (notebook && script)
    throw invalidParameter(`The task ${task.task_key} has more than one kind of work.`);
  if (notebook) return { ...task, notebook_task: withNormalPath(notebook, "notebook_path") };
  return { ...task, spark_python_task: withNormalPath(script!, "python_file") };
}

function withNormalPath<N extends string, T extends Record<N, string>>(work: T, name: N): T {
  const path = work[name];
  if (path.startsWith(DBFS)) return work;
  if (!path.startsWith("/")) throw invalidParameter("Only absolute paths are currently supported.");
  return { ...work, [name]: normalizePath(path) };
}

const DBFS = "dbfs:/";
const COMPUTE = ["existing_cluster_id", "new_cluster", "job_cluster_key"] as const;

/** The path of what a task runs: a notebook, or a file of the workspace or of DBFS. */
export const pathOf = ({ notebook_task: notebook, spark_python_task: script }: Task): string =>
  notebook?.notebook_path ?? script?.python_file ?? "";

/** The path in DBFS of a file of DBFS; undefined for one of the workspace. */
export const dbfsPath = (path: string): string | undefined =>
  path.startsWith(DBFS) ? path.slice(DBFS.length - 1) : undefined;
