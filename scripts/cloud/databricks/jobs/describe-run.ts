import type { Run, RunTask, Task } from "../entities";
import { isFinished } from "./active-runs";

/**
 * The body of `runs/get`: the older field `state` and the newer `status`, for the run and for its
 * one task.
 */
export function describeRun(run: Run, url: string, workspaceId: string): Record<string, unknown> {
  const common = { ...describeState(run), ...describeTimes(run) };
  const { task } = run;
  return {
    run_id: run.run_id,
    job_id: run.job_id,
    run_name: run.run_name,
    number_in_job: run.run_id,
    creator_user_name: run.creator_user_name,
    run_type: runType(run),
    format: "MULTI_TASK",
    run_page_url: `${url}/?o=${workspaceId}#job/${run.job_id ?? 0}/run/${run.run_id}`,
    ...common,
    tasks: [
      {
        ...describeTask(task),
        run_id: run.task_run_id,
        attempt_number: 0,
        cluster_instance: { cluster_id: task.existing_cluster_id },
        run_if: "ALL_SUCCESS",
        ...common,
      },
    ],
  };
}

/** A task as it was sent: not with the cluster that was made for it. */
function describeTask({ existing_cluster_id: id, ...task }: RunTask): Task {
  const isMade = task.new_cluster !== undefined || task.job_cluster_key !== undefined;
  return isMade ? task : { ...task, existing_cluster_id: id };
}

/** What started a run: a job, or a call. */
export const runType = ({ job_id }: Run): string =>
  job_id === undefined ? "SUBMIT_RUN" : "JOB_RUN";

function describeState(run: Run): Record<string, unknown> {
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

function terminationDetails({ code, state_message }: Run): Record<string, unknown> | undefined {
  if (code === undefined) return undefined;
  const type = code === "SUCCESS" ? "SUCCESS" : "CLIENT_ERROR";
  return { code, type, message: state_message };
}

/** Durations are 0 until the phase has ended. A run that never executed ended during its setup. */
function describeTimes({ start_time, execution_start, end_time }: Run): Record<string, unknown> {
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
