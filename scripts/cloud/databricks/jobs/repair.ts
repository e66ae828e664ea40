import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { MultiTaskRun, Run } from "../entities";
import { invalidParameter, invalidState } from "../errors";
import type { WorkspaceStore } from "../store";
import { idField } from "../validate";
import { isFinished } from "./active-runs";
import { haveAllEnded, runOf, runTasks } from "./multi-task-runs";
import type { RunContext } from "./runs";
import { tasksAfter } from "./task-order";

/*
 * @parity
 * - `runs/repair`: what failed, or named tasks, with those that depend on them, again in the same
 *   run, with new parameters; attempts, history; a later repair names the latest one — documented;
 *   texts guessed
 */

/** The body of `runs/repair`. */
export const repairRequest = z.object({
  run_id: idField,
  latest_repair_id: idField.optional(),
  rerun_tasks: z.array(z.string()).optional(),
  rerun_all_failed_tasks: z.boolean().default(false),
  rerun_dependent_tasks: z.boolean().default(false),
  job_parameters: z.record(z.string(), z.string()).optional(),
  notebook_params: z.record(z.string(), z.string()).optional(),
});
type RepairRequest = z.infer<typeof repairRequest>;

/**
 * Runs tasks of a finished run again, in the same run.
 * @returns the id of the repair
 * @throws ApiError INVALID_STATE while the run goes on; INVALID_PARAMETER_VALUE for unknown tasks,
 * for none, and without the id of the latest repair
 */
export function repairRun(
  context: RunContext,
  request: FastifyRequest,
  run: Run | MultiTaskRun,
  asked: RepairRequest,
): number {
  const { store } = request;
  const whole = "repairs" in run ? run : asMultiTaskRun(store, run);
  if (!haveAllEnded(store, whole))
    throw invalidState(`Run ${whole.run_id} is active: it cannot be repaired.`);
  if (whole.repairs.at(-1)?.id !== asked.latest_repair_id)
    throw invalidParameter(`The latest repair of run ${whole.run_id} has another id.`);
  const keys = keysToRun(store, whole, asked);
  const parameters = { ...asked.job_parameters, ...asked.notebook_params };
  const tasks = whole.tasks
    .map(({ task }) => task)
    .filter((task) => keys.includes(task.task_key))
    .map(({ notebook_task: notebook, ...task }) => {
      if (!notebook) return task;
      const base_parameters = { ...notebook.base_parameters, ...parameters };
      return { ...task, notebook_task: { ...notebook, base_parameters } };
    });
  const begun = runTasks(context, request, { ...whole, canceled: false }, tasks, "job-repair");
  const repair = {
    id: Number(context.world.random.digits(15)),
    start_time: context.world.clock.now(),
    task_run_ids: begun.tasks
      .filter(({ task }) => keys.includes(task.task_key))
      .map((t) => t.run_id),
  };
  store.multiTaskRuns.put(String(whole.run_id), { ...begun, repairs: [...whole.repairs, repair] });
  return repair.id;
}

function keysToRun(
  store: WorkspaceStore,
  whole: MultiTaskRun,
  { rerun_tasks = [], rerun_all_failed_tasks, rerun_dependent_tasks }: RepairRequest,
): string[] {
  const tasks = whole.tasks.map(({ task }) => task);
  const known = tasks.map((task) => task.task_key);
  const unknown = rerun_tasks.find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalidParameter(`The run has no task ${unknown}.`);
  const failed = known.filter((key) => runOf(store, whole, key)?.result_state !== "SUCCESS");
  const chosen = rerun_all_failed_tasks ? [...new Set([...rerun_tasks, ...failed])] : rerun_tasks;
  if (chosen.length === 0) throw invalidParameter("The repair names no task to run again.");
  return rerun_dependent_tasks ? tasksAfter(tasks, chosen) : chosen;
}

/** A finished run of one task as one of several, of which it is the first attempt. */
function asMultiTaskRun(store: WorkspaceStore, run: Run): MultiTaskRun {
  if (!isFinished(run)) throw invalidState(`Run ${run.run_id} is active: it cannot be repaired.`);
  const { run_id, task_run_id, task: ofRun, ...others } = run;
  const { existing_cluster_id: id, ...sent } = ofRun;
  const isMade = sent.new_cluster !== undefined || sent.job_cluster_key !== undefined;
  const task = isMade ? sent : { ...sent, existing_cluster_id: id };
  const output = store.outputs.get(String(run_id));
  store.runs.delete(String(run_id));
  store.outputs.delete(String(run_id));
  const attempt = { ...run, run_id: task_run_id, partOf: run_id, attempt_number: 0 };
  store.runs.put(String(task_run_id), attempt);
  if (output) store.outputs.put(String(task_run_id), output);
  return store.multiTaskRuns.put(String(run_id), {
    run_id,
    job_id: others.job_id,
    run_name: others.run_name,
    creator_user_name: others.creator_user_name,
    memberId: others.memberId,
    timeout_seconds: others.timeout_seconds,
    start_time: others.start_time,
    idempotency_token: others.idempotency_token,
    job_clusters: store.jobs.get(String(others.job_id))?.settings.job_clusters ?? [],
    tasks: [{ task, run_id: task_run_id }],
    repairs: [],
  });
}
