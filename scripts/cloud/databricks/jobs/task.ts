import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import type { Task } from "../entities";
import { invalidParameter } from "../errors";
import { clusterSpec } from "../clusters/cluster-spec";
import { normalizePath } from "../workspace/paths";

const notebookTask = z.object({
  notebook_path: z.string(),
  base_parameters: z.record(z.string(), z.string()).optional(),
  source: z.string().optional(),
});
/** The `tasks` of a job or of a submitted run, as sent. */
export const taskList = z
  .array(
    z.looseObject({
      task_key: z.string(),
      existing_cluster_id: z.string().optional(),
      new_cluster: clusterSpec.optional(),
      job_cluster_key: z.string().optional(),
      libraries: z.array(z.record(z.string(), z.unknown())).optional(),
      notebook_task: notebookTask.optional(),
    }),
  )
  .min(1);

/**
 * The one notebook task that the simulator can run.
 * @throws ApiError NotSimulated (501) for several tasks, other kinds of task and serverless ones;
 * INVALID_PARAMETER_VALUE with a relative path.
 */
export function singleNotebookTask(all: z.infer<typeof taskList>): Task {
  const [task, ...others] = all;
  if (!task || others.length > 0) throw new NotSimulated("runs of several tasks");
  const { notebook_task } = task;
  if (!notebook_task) throw new NotSimulated("tasks other than notebook tasks");
  if (notebook_task.source === "GIT") throw new NotSimulated("notebooks from Git");
  if (!COMPUTE.some((name) => task[name] !== undefined))
    throw new NotSimulated(`serverless tasks: a task needs one of ${COMPUTE.join(", ")}`);
  if (!notebook_task.notebook_path.startsWith("/"))
    throw invalidParameter("Only absolute paths are currently supported.");
  return {
    ...task,
    notebook_task: { ...notebook_task, notebook_path: normalizePath(notebook_task.notebook_path) },
  };
}

const COMPUTE = ["existing_cluster_id", "new_cluster", "job_cluster_key"] as const;
