import type { FastifyRequest } from "fastify";
import type { World } from "../../core/world";
import type { Flow, JobCluster, ResultState, Run, Task } from "../entities";
import type { WorkspaceStore } from "../store";
import { isFinished } from "./active-runs";
import { withClusters } from "./run-compute";
import { beginRun, cancelRun, endRun, newRun, pollRun, type RunContext } from "./runs";
import { namesBefore, resultUnrun } from "./task-order";

/** What a run of several tasks is asked to be. */
export type FlowSettings = Pick<
  Flow,
  "run_name" | "job_id" | "timeout_seconds" | "idempotency_token"
> & { tasks: readonly Task[]; job_clusters: JobCluster[]; clusterName: string };

/** Begins the tasks that wait for no other one; those that do are blocked. */
export function submitFlow(
  context: RunContext,
  request: FastifyRequest,
  { tasks, clusterName, ...settings }: FlowSettings,
): Flow {
  const { world } = context;
  const { caller } = request;
  const flow: Flow = {
    ...settings,
    run_id: Number(world.random.digits(15)),
    creator_user_name: caller.member.userName,
    memberId: caller.member.id,
    start_time: world.clock.now(),
    tasks: tasks.map((task) => ({ task, run_id: 0 })),
    repairs: [],
  };
  return runTasks(context, request, flow, tasks, clusterName);
}

/** Makes a new run of some tasks of a flow, and begins those that need not wait. */
export function runTasks(
  context: RunContext,
  request: FastifyRequest,
  flow: Flow,
  tasks: readonly Task[],
  clusterName: string,
): Flow {
  const { store, caller } = request;
  const made = withClusters(context.world, request, tasks, flow.job_clusters, clusterName);
  const runs = made.map((task) => {
    const earlier = runOf(store, flow, task.task_key)?.attempt_number ?? -1;
    const run = newRun(context.world, caller, {
      run_name: flow.run_name,
      job_id: flow.job_id,
      timeout_seconds: task.timeout_seconds || flow.timeout_seconds,
      task,
      flow: flow.run_id,
      attempt_number: earlier + 1,
    });
    return store.runs.put(String(run.run_id), { ...run, task_run_id: run.run_id });
  });
  const idOf = (task: Task): number | undefined =>
    runs.find((run) => run.task.task_key === task.task_key)?.run_id;
  const begun = store.flows.put(String(flow.run_id), {
    ...flow,
    tasks: flow.tasks.map((one) => ({ ...one, run_id: idOf(one.task) ?? one.run_id })),
  });
  advanceFlow(context, store, begun);
  return begun;
}

/** The latest run of a task. */
export function runOf(store: WorkspaceStore, flow: Flow, key: string): Run | undefined {
  const id = flow.tasks.find(({ task }) => task.task_key === key)?.run_id;
  return store.runs.get(String(id));
}

/** The latest runs of a flow's tasks, in their order. */
export const runsOf = (store: WorkspaceStore, { tasks }: Flow): Run[] =>
  tasks.flatMap(({ run_id }) => store.runs.get(String(run_id)) ?? []);

/** Whether every task of a flow has ended. */
export const isFlowFinished = (store: WorkspaceStore, flow: Flow): boolean =>
  runsOf(store, flow).every(isFinished);

/** Reads a flow: its queued tasks move, and those begin for which others have ended. */
export async function pollFlow(
  context: RunContext,
  store: WorkspaceStore,
  flow: Flow,
): Promise<void> {
  for (const run of runsOf(store, flow)) await pollRun(context, store, run);
  advanceFlow(context, store, flow);
}

/** Begins the blocked tasks whose predecessors have ended, or ends them without a run. */
function advanceFlow(context: RunContext, store: WorkspaceStore, flow: Flow): void {
  for (const run of runsOf(store, flow)) {
    if (run.life_cycle_state !== "BLOCKED") continue;
    const before = namesBefore(run.task).map((key) => runOf(store, flow, key));
    if (!before.every((one) => one !== undefined && isFinished(one))) continue;
    const results = before.flatMap((one): ResultState[] => [one?.result_state ?? "FAILED"]);
    const unrun = resultUnrun(run.task, results);
    if (unrun === undefined) beginRun(context, store, run);
    else {
      endUnrun(context.world, store, run, unrun);
      // What waits for this one need not wait longer.
      advanceFlow(context, store, flow);
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

/** Cancels what of a flow has not ended. */
export function cancelFlow(world: World, store: WorkspaceStore, flow: Flow): void {
  if (isFlowFinished(store, flow)) return;
  store.flows.put(String(flow.run_id), { ...flow, canceled: true });
  for (const run of runsOf(store, flow)) cancelRun(world, store, run);
}

/** Deletes a flow with all runs of its tasks, those before a repair too. */
export function deleteFlow(store: WorkspaceStore, { run_id }: Flow): void {
  for (const run of store.runs.values().filter(({ flow }) => flow === run_id)) {
    store.runs.delete(String(run.run_id));
    store.outputs.delete(String(run.run_id));
  }
  store.flows.delete(String(run_id));
}
