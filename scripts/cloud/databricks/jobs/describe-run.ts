import type { Run } from "../entities";
import { isFinished } from "./active-runs";

/** The body of `runs/get`: the old `state` and the new `status`, for the run and for its one task. */
export function describeRun(run: Run, url: string, workspaceId: string): Record<string, unknown> {
  const common = { ...describeState(run), ...describeTimes(run) };
  const { task } = run;
  return {
    run_id: run.run_id,
    ...(run.job_id !== undefined && { job_id: run.job_id }),
    run_name: run.run_name,
    number_in_job: run.run_id,
    creator_user_name: run.creator_user_name,
    run_type: run.job_id === undefined ? "SUBMIT_RUN" : "JOB_RUN",
    format: "MULTI_TASK",
    run_page_url: `${url}/?o=${workspaceId}#job/${run.job_id ?? 0}/run/${run.run_id}`,
    ...common,
    tasks: [
      {
        ...task,
        run_id: run.task_run_id,
        attempt_number: 0,
        cluster_instance: { cluster_id: task.existing_cluster_id },
        run_if: "ALL_SUCCESS",
        ...common,
      },
    ],
  };
}

function describeState(run: Run): Record<string, unknown> {
  const { life_cycle_state, result_state, state_message, code } = run;
  return {
    state: {
      life_cycle_state,
      ...(result_state !== undefined && { result_state }),
      state_message,
      user_cancelled_or_timedout: result_state === "CANCELED" || result_state === "TIMEDOUT",
    },
    status: {
      state: isFinished(run) ? "TERMINATED" : life_cycle_state,
      ...(code !== undefined && {
        termination_details: {
          code,
          type: code === "SUCCESS" ? "SUCCESS" : "CLIENT_ERROR",
          message: state_message,
        },
      }),
    },
  };
}

function describeTimes({ start_time, execution_start, end_time }: Run): Record<string, unknown> {
  const setupEnd = execution_start ?? end_time;
  return {
    start_time,
    setup_duration: setupEnd === undefined ? 0 : setupEnd - start_time,
    execution_duration:
      execution_start === undefined || end_time === undefined ? 0 : end_time - execution_start,
    cleanup_duration: 0,
    ...(end_time !== undefined && { end_time, run_duration: end_time - start_time }),
  };
}
