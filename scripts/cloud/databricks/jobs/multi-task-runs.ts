import type { FastifyRequest } from "fastify";
import type { World } from "../../core/world";
import type { MultiTaskRun, JobCluster, ResultState, Run, Task } from "../entities";
import type { WorkspaceStore } from "../store";
import { isFinished } from "./active-runs";
import { withClusters } from "./run-compute";
import { beginRun, cancelRun, endRun, newRun, pollRun, type RunContext } from "./runs";
import { namesBefore, resultUnrun } from "./task-order";

/*
 * @parity
 * - runs of several tasks: `depends_on`, the six values of `run_if`, clusters that tasks share; the
 *   result is that of the tasks for which none waits, `SUCCESS_WITH_FAILURES` with a failure before
 *   them; a failed one ends as INTERNAL_ERROR with "Task X failed with message: …" — documented;
 *   text and state reported (databricks-kube-operator, dagster 19715); life cycle of tasks that are
 *   not run, `EXCLUDED` for other conditions than ALL_SUCCESS, refusals guessed
 * - a run of several tasks goes on each time that it is read; a shared cluster is made when it
 *   begins — ours
 */

/** What a run of several tasks is asked to be. */
export type MultiTaskSettings = Pick<
  MultiTaskRun,
  "run_name" | "job_id" | "timeout_seconds" | "idempotency_token"
> & { tasks: readonly Task[]; job_clusters: JobCluster[]; clusterName: string };

/** Begins the tasks that wait for no other one; those that do are blocked. */
export function submitMultiTaskRun(
  context: RunContext,
  request: FastifyRequest,
  { tasks, clusterName, ...settings }: MultiTaskSettings,
): MultiTaskRun {
  const { world } = context;
  const { caller } = request;
  const whole: MultiTaskRun = {
    ...settings,
    run_id: Number(world.random.digits(15)),
    creator_user_name: caller.member.userName,
    memberId: caller.member.id,
    start_time: world.clock.now(),
    tasks: tasks.map((task) => ({ task, run_id: 0 })),
    repairs: [],
  };
  return runTasks(context, request, whole, tasks, clusterName);
}

/** Makes a new run of some of the tasks, and begins those that need not wait. */
export function runTasks(
  context: RunContext,
  request: FastifyRequest,
  whole: MultiTaskRun,
  tasks: readonly Task[],
  clusterName: string,
): MultiTaskRun {
  const { store, caller } = request;
  const made = withClusters(context.world, request, tasks, whole.job_clusters, clusterName);
  const runs = made.map((task) => {
    const earlier = runOf(store, whole, task.task_key)?.attempt_number ?? -1;
    const run = newRun(context.world, caller, {
      run_name: whole.run_name,
      job_id: whole.job_id,
      timeout_seconds: task.timeout_seconds || whole.timeout_seconds,
      task,
      partOf: whole.run_id,
      attempt_number: earlier + 1,
    });
    return store.runs.put(String(run.run_id), { ...run, task_run_id: run.run_id });
  });
  const idOf = (task: Task): number | undefined =>
    runs.find((run) => run.task.task_key === task.task_key)?.run_id;
  const begun = store.multiTaskRuns.put(String(whole.run_id), {
    ...whole,
    tasks: whole.tasks.map((one) => ({ ...one, run_id: idOf(one.task) ?? one.run_id })),
  });
  advanceMultiTaskRun(context, store, begun);
  return begun;
}

/** The latest run of a task. */
export function runOf(store: WorkspaceStore, whole: MultiTaskRun, key: string): Run | undefined {
  const id = whole.tasks.find(({ task }) => task.task_key === key)?.run_id;
  return store.runs.get(String(id));
}

/** The latest runs of all tasks, in their order. */
export const runsOf = (store: WorkspaceStore, { tasks }: MultiTaskRun): Run[] =>
  tasks.flatMap(({ run_id }) => store.runs.get(String(run_id)) ?? []);

/** Whether every task has ended. */
export const haveAllEnded = (store: WorkspaceStore, whole: MultiTaskRun): boolean =>
  runsOf(store, whole).every(isFinished);

/** Reads a run of several tasks: its queued tasks move, and those begin for which others have ended. */
export async function pollMultiTaskRun(
  context: RunContext,
  store: WorkspaceStore,
  whole: MultiTaskRun,
): Promise<void> {
  for (const run of runsOf(store, whole)) await pollRun(context, store, run);
  advanceMultiTaskRun(context, store, whole);
}

/** Begins the blocked tasks whose predecessors have ended, or ends them without a run. */
function advanceMultiTaskRun(
  context: RunContext,
  store: WorkspaceStore,
  whole: MultiTaskRun,
): void {
  for (const run of runsOf(store, whole)) {
    if (run.life_cycle_state !== "BLOCKED") continue;
    const before = namesBefore(run.task).map((key) => runOf(store, whole, key));
    if (!before.every((one) => one !== undefined && isFinished(one))) continue;
    const results = before.flatMap((one): ResultState[] => [one?.result_state ?? "FAILED"]);
    const unrun = resultUnrun(run.task, results);
    if (unrun === undefined) beginRun(context, store, run);
    else {
      endUnrun(context.world, store, run, unrun);
      // What waits for this one need not wait longer.
      advanceMultiTaskRun(context, store, whole);
      return;
    }
  }
}

function endUnrun(world: World, store: WorkspaceStore, run: Run, result: ResultState): void {
  endRun(world, store, run, {
    life_cycle_state: "TERMINATED",
    result_state: result,
    code: "SKIPPED",
    state_message: `The task was not run: ${REASONS[result] ?? "the conditions for it were not met"}.`,
  });
}
const REASONS: Partial<Record<ResultState, string>> = {
  UPSTREAM_FAILED: "a task that it depends on failed",
  UPSTREAM_CANCELED: "a task that it depends on was canceled",
};

/** Cancels the tasks that have not ended. */
export function cancelMultiTaskRun(world: World, store: WorkspaceStore, whole: MultiTaskRun): void {
  if (haveAllEnded(store, whole)) return;
  store.multiTaskRuns.put(String(whole.run_id), { ...whole, canceled: true });
  for (const run of runsOf(store, whole)) cancelRun(world, store, run);
}

/** Deletes a run with all runs of its tasks, those before a repair too. */
export function deleteMultiTaskRun(store: WorkspaceStore, { run_id }: MultiTaskRun): void {
  for (const run of store.runs.values().filter(({ partOf }) => partOf === run_id)) {
    store.runs.delete(String(run.run_id));
    store.outputs.delete(String(run.run_id));
  }
  store.multiTaskRuns.delete(String(run_id));
}
