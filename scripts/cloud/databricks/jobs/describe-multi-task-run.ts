import type { MultiTaskRun, ResultState, Run } from "../entities";
import type { WorkspaceStore } from "../store";
import { isFinished } from "./active-runs";
import { describeHead, describeTaskRun, type Progress } from "./describe-run";
import { runsOf } from "./multi-task-runs";
import { namesBefore } from "./task-order";

/** The body of `runs/get` for a run of several tasks. */
export function describeMultiTaskRun(
  store: WorkspaceStore,
  whole: MultiTaskRun,
  url: string,
): Record<string, unknown> {
  const runs = runsOf(store, whole);
  return {
    ...describeHead(whole, progressOf(whole, runs), url, store.workspaceId),
    tasks: runs.map(describeTaskRun),
  };
}

/** The first attempt of a run, and its repairs. */
export function describeRepairs(
  store: WorkspaceStore,
  whole: MultiTaskRun,
): Record<string, unknown>[] {
  const { repairs, start_time, run_id } = whole;
  const task_run_ids = store.runs
    .values()
    .filter((run) => run.partOf === run_id && run.attempt_number === 0)
    .map((run) => run.run_id);
  const original = { type: "ORIGINAL", start_time, task_run_ids };
  return [original, ...repairs.map((repair) => ({ type: "REPAIR", ...repair }))];
}

const GOOD: readonly unknown[] = ["SUCCESS", "EXCLUDED"];
const BROKEN: readonly unknown[] = ["FAILED", "TIMEDOUT"];

/** How far a run of several tasks is; its result is that of the tasks for which no other one waits. */
function progressOf(whole: MultiTaskRun, runs: readonly Run[]): Progress {
  const starts = runs.flatMap(({ execution_start }) => execution_start ?? []);
  const begun = { start_time: whole.start_time, execution_start: least(starts) };
  if (!runs.every(isFinished)) {
    const isWaiting = starts.length === 0;
    return {
      ...begun,
      life_cycle_state: isWaiting ? "PENDING" : "RUNNING",
      state_message: isWaiting ? "Waiting for cluster" : "In run",
    };
  }
  const end_time = Math.max(...runs.map((run) => run.end_time ?? 0));
  return { ...begun, end_time, ...endOf(whole, runs) };
}

const least = (times: readonly number[]): number | undefined =>
  times.length === 0 ? undefined : Math.min(...times);

type End = Pick<Progress, "life_cycle_state" | "result_state" | "code" | "state_message">;

function endOf({ canceled }: MultiTaskRun, runs: readonly Run[]): End {
  const ended = (result_state: ResultState, code: string, state_message = ""): End => ({
    life_cycle_state: "TERMINATED",
    result_state,
    code,
    state_message,
  });
  if (canceled) return ended("CANCELED", "USER_CANCELED", "Run cancelled.");
  const waitedFor = runs.flatMap(({ task }) => namesBefore(task));
  const leaves = runs.filter(({ task }) => !waitedFor.includes(task.task_key));
  const broken = runs.find(({ result_state }) => BROKEN.includes(result_state));
  const bad = leaves.find(({ result_state }) => !GOOD.includes(result_state));
  if (bad) {
    const { task, state_message } = broken ?? bad;
    const message = `Task ${task.task_key} failed with message: ${state_message}. This caused all downstream tasks to get skipped.`;
    const failed = ended("FAILED", "RUN_EXECUTION_ERROR", message);
    return { ...failed, life_cycle_state: "INTERNAL_ERROR" };
  }
  if (broken) return ended("SUCCESS_WITH_FAILURES", "SUCCESS_WITH_FAILURES");
  return ended("SUCCESS", "SUCCESS");
}
