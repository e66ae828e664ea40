import type { MultiTaskRun, Run, RunTask, Task } from "../entities";
import { isFinished } from "./active-runs";

/** What of a run, or of one of several tasks, says how far it is. */
export type Progress = Pick<
  Run,
  | "life_cycle_state"
  | "result_state"
  | "state_message"
  | "code"
  | "start_time"
  | "execution_start"
  | "end_time"
>;
/** What `runs/get` says first of a run of one task or of several. */
type Head = Pick<MultiTaskRun, "run_id" | "job_id" | "run_name" | "creator_user_name">;

/**
 * The body of `runs/get`: the older field `state` and the newer `status`, for the run and for its
 * one task.
 */
export const describeRun = (
  run: Run,
  url: string,
  workspaceId: string,
): Record<string, unknown> => ({
  ...describeHead(run, run, url, workspaceId),
  tasks: [describeTaskRun(run)],
});

/** The parts of the answer that do not depend on the number of tasks. */
export const describeHead = (
  { run_id, job_id, run_name, creator_user_name }: Head,
  progress: Progress,
  url: string,
  workspaceId: string,
): Record<string, unknown> => ({
  run_id,
  job_id,
  run_name,
  number_in_job: run_id,
  creator_user_name,
  run_type: runType({ job_id }),
  format: "MULTI_TASK",
  run_page_url: `${url}/?o=${workspaceId}#job/${job_id ?? 0}/run/${run_id}`,
  ...describeProgress(progress),
});

/** One entry of `tasks` in the answer. */
export const describeTaskRun = (run: Run): Record<string, unknown> => ({
  run_if: "ALL_SUCCESS",
  ...describeTask(run.task),
  run_id: run.task_run_id,
  attempt_number: run.attempt_number ?? 0,
  cluster_instance: { cluster_id: run.task.existing_cluster_id },
  ...describeProgress(run),
});

const describeProgress = (progress: Progress): Record<string, unknown> => ({
  ...describeState(progress),
  ...describeTimes(progress),
});

/** A task as it was sent: not with the cluster that was made for it. */
function describeTask({ existing_cluster_id: id, ...task }: RunTask): Task {
  const isMade = task.new_cluster !== undefined || task.job_cluster_key !== undefined;
  return isMade ? task : { ...task, existing_cluster_id: id };
}

/** What started a run: a job, or a call. */
export const runType = ({ job_id }: Pick<MultiTaskRun, "job_id">): string =>
  job_id === undefined ? "SUBMIT_RUN" : "JOB_RUN";

function describeState(run: Progress): Record<string, unknown> {
  const { life_cycle_state, result_state, state_message } = run;
  return {
    state: {
      life_cycle_state,
      result_state,
      state_message,
      user_cancelled_or_timedout: result_state === "CANCELED" || result_state === "TIMEDOUT",
    },
    status: {
      state: isFinished(run) ? "TERMINATED" : life_cycle_state,
      termination_details: terminationDetails(run),
    },
  };
}

function terminationDetails({
  code,
  state_message,
}: Progress): Record<string, unknown> | undefined {
  if (code === undefined) return undefined;
  const type = code.startsWith("SUCCESS") ? "SUCCESS" : "CLIENT_ERROR";
  return { code, type, message: state_message };
}

/** Durations are 0 until the phase has ended. A run that never executed ended during its setup. */
function describeTimes({
  start_time,
  execution_start,
  end_time,
}: Progress): Record<string, unknown> {
  const setupEnd = execution_start ?? end_time ?? start_time;
  const times = { start_time, setup_duration: setupEnd - start_time, cleanup_duration: 0 };
  if (end_time === undefined) return { ...times, execution_duration: 0 };
  return {
    ...times,
    execution_duration: end_time - (execution_start ?? end_time),
    end_time,
    run_duration: end_time - start_time,
  };
}
