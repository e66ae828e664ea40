import { LabError, messageOf } from "../../../../infra/errors";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { clusterById, pollCluster, startCluster } from "../clusters/clusters";
import type { WorkspaceStore } from "../store";
import type { Run, RunOutput } from "../entities";
import { pollLibraries } from "../clusters/libraries";
import { issueToken, type Caller } from "../identity/members";
import type { NotebookRequest, NotebookResult, RunNotebook } from "../notebooks/notebook";
import { isFinished } from "./active-runs";
import { keepWritten } from "./keep-written";
import { startDecision } from "./run-checks";
import { leaveCluster } from "./run-compute";
import { filesFor } from "./task-files";

/** Real seconds that a notebook may take when the run has no `timeout_seconds`. */
const DEFAULT_TIMEOUT_SECONDS = 900;

/** What runs need besides the workspace's store. */
export interface RunContext {
  world: World;
  runNotebook: RunNotebook;
  /** The URL of a workspace. */
  url: (workspaceId: string) => string;
}

/** The running notebooks of each world, by run key; they end with the process. */
const activeNotebooks = new WeakMap<World, Map<string, AbortController>>();
const notebooksOf = (world: World): Map<string, AbortController> => {
  const found = activeNotebooks.get(world) ?? new Map<string, AbortController>();
  activeNotebooks.set(world, found);
  return found;
};

/**
 * Stops the running notebooks of a workspace, or of the whole world when its process ends. Records
 * no result, because the workspace may be gone; `failInterruptedRuns` does so after a restart.
 */
export function abandonRuns(world: World, workspaceId?: string): void {
  for (const [key, abort] of notebooksOf(world))
    if (workspaceId === undefined || key.startsWith(`${workspaceId}/`)) {
      notebooksOf(world).delete(key);
      abort.abort();
    }
}

/** What a run is asked to be. */
type RunSettings = Pick<
  Run,
  | "run_name"
  | "timeout_seconds"
  | "task"
  | "job_id"
  | "idempotency_token"
  | "partOf"
  | "attempt_number"
>;

/** A run that has not begun, with the permissions of its caller. */
export function newRun(world: World, { member }: Caller, settings: RunSettings): Run {
  return {
    ...settings,
    run_id: Number(world.random.digits(15)),
    task_run_id: Number(world.random.digits(15)),
    creator_user_name: member.userName,
    memberId: member.id,
    start_time: world.clock.now(),
    life_cycle_state: "BLOCKED",
    state_message: "",
  };
}

/** Queues a run of one task, and starts its cluster when it is stopped. */
export const submitRun = (
  context: RunContext,
  store: WorkspaceStore,
  caller: Caller,
  settings: RunSettings,
): Run => beginRun(context, store, newRun(context.world, caller, settings));

/** Queues a run that nothing blocks any more. */
export function beginRun(context: RunContext, store: WorkspaceStore, blocked: Run): Run {
  const { world } = context;
  const id = blocked.task.existing_cluster_id;
  if (store.clusters.get(id) && clusterById(world, store, id).state === "TERMINATED")
    startCluster(world, store, id);
  const run = store.runs.put(String(blocked.run_id), {
    ...blocked,
    life_cycle_state: "PENDING",
    state_message: "Waiting for cluster",
  });
  return advanceRun(context, store, run);
}

/**
 * Reads a run. While it waits for its cluster or libraries, the clock moves and the run may start.
 */
export async function pollRun(context: RunContext, store: WorkspaceStore, run: Run): Promise<Run> {
  if (run.life_cycle_state !== "PENDING") return run;
  const cluster = run.task.existing_cluster_id;
  if (store.clusters.get(cluster)) await pollCluster(context.world, store, cluster);
  await pollLibraries(context.world, store, cluster);
  const current = store.runs.get(String(run.run_id)) ?? run;
  if (current.life_cycle_state !== "PENDING") return current;
  return advanceRun(context, store, current);
}

/** Fails the runs whose notebook ended with the process that hosted the cloud. */
export function failInterruptedRuns(world: World, store: WorkspaceStore): void {
  for (const run of store.runs.values())
    if (run.life_cycle_state === "RUNNING" && !notebooksOf(world).has(runKey(store, run)))
      endRun(world, store, run, {
        life_cycle_state: "INTERNAL_ERROR",
        result_state: "FAILED",
        code: "INTERNAL_ERROR",
        state_message: "The local cloud was stopped while the notebook was running.",
      });
}

/** Cancels a run; a finished run stays as it is. A running notebook is stopped. */
export function cancelRun(world: World, store: WorkspaceStore, run: Run): void {
  if (isFinished(run)) return;
  const abort = notebooksOf(world).get(runKey(store, run));
  if (abort) abort.abort();
  else endRun(world, store, run, CANCELED);
}
const CANCELED = {
  life_cycle_state: "TERMINATED",
  result_state: "CANCELED",
  code: "USER_CANCELED",
  state_message: "Run cancelled.",
} as const;

const runKey = (store: WorkspaceStore, run: Run): string => `${store.workspaceId}/${run.run_id}`;

type RunEnd = Pick<Run, "life_cycle_state" | "result_state" | "code" | "state_message">;
/** Ends a run with a result; its cluster is free for others. */
export function endRun(
  world: World,
  store: WorkspaceStore,
  run: Run,
  ending: RunEnd,
): Run | undefined {
  const ended = store.runs.update(String(run.run_id), (r) => ({
    ...r,
    ...ending,
    end_time: world.clock.now(),
  }));
  leaveCluster(world, store, run);
  return ended;
}

function advanceRun(context: RunContext, store: WorkspaceStore, run: Run): Run {
  const { world } = context;
  const decision = startDecision(world, store, run);
  if (decision === "wait") return run;
  if (decision === "go") return startNotebook(context, store, run);
  const end = { life_cycle_state: "INTERNAL_ERROR", result_state: "FAILED", ...decision } as const;
  return endRun(world, store, run, end) ?? run;
}

function startNotebook(context: RunContext, store: WorkspaceStore, run: Run): Run {
  const { world, runNotebook } = context;
  const now = world.clock.now();
  const abort = new AbortController();
  const key = runKey(store, run);
  notebooksOf(world).set(key, abort);
  const isActive = (): boolean => notebooksOf(world).get(key) === abort;
  const [token] = issueToken(store, world.random, {
    memberId: run.memberId,
    run: run.run_id,
    creation_time: now,
    expiry_time: now + 48 * 3600 * 1000,
  });
  const running = store.runs.put(String(run.run_id), {
    ...run,
    execution_start: now,
    life_cycle_state: "RUNNING",
    state_message: "In run",
  });
  const request: NotebookRequest = {
    ...filesFor(store, run.task),
    runtime: clusterById(world, store, run.task.existing_cluster_id).spec.spark_version,
    parameters: run.task.notebook_task?.base_parameters ?? {},
    script: run.task.spark_python_task && {
      arguments: run.task.spark_python_task.parameters ?? [],
    },
    workspace: { url: context.url(store.workspaceId), token },
    ca: world.certificates.ca,
    timeoutSeconds: run.timeout_seconds || DEFAULT_TIMEOUT_SECONDS,
    signal: abort.signal,
    onCell: (done, total) => {
      if (!isActive()) return;
      store.runs.update(String(run.run_id), (r) => ({
        ...r,
        cells: { done, total },
        state_message: `In run (cell ${done} of ${total})`,
      }));
    },
    onSleep: (ms) => {
      if (isActive()) world.clock.jump(ms);
    },
  };
  const endNotebook = (record: () => void): void => {
    if (!isActive()) return;
    notebooksOf(world).delete(key);
    world.store.atomically(() => {
      record();
      store.bearers.delete(token);
    });
  };
  void runNotebook(request).then(
    (result) => endNotebook(() => recordResult(world, store, run, result)),
    (error: unknown) => endNotebook(() => recordFailure(world, store, run, error)),
  );
  return running;
}

const TERMINATION_CODES = {
  SUCCESS: "SUCCESS",
  FAILED: "RUN_EXECUTION_ERROR",
  TIMEDOUT: "RUN_EXECUTION_ERROR",
  CANCELED: "USER_CANCELED",
};

function recordResult(world: World, store: WorkspaceStore, run: Run, result: NotebookResult): void {
  const messages = {
    SUCCESS: "",
    FAILED: "Workload failed, see run output for details",
    TIMEDOUT: "Run timed out.",
    CANCELED: CANCELED.state_message,
  };
  saveOutput(store, run, {
    html: result.html,
    result: result.result,
    error: result.error,
    error_trace: result.errorTrace,
    logs: result.logs,
  });
  const member = store.members.get(run.memberId);
  if (member) keepWritten(world, store, { member }, result.written ?? []);
  endRun(world, store, run, {
    life_cycle_state: "TERMINATED",
    result_state: result.state,
    code: TERMINATION_CODES[result.state],
    state_message: messages[result.state],
  });
}

function recordFailure(world: World, store: WorkspaceStore, run: Run, error: unknown): void {
  if (!(error instanceof LabError || error instanceof ApiError)) world.onError(error);
  const cure = error instanceof LabError && error.cure !== undefined ? ` (${error.cure})` : "";
  const text = messageOf(error) + cure;
  saveOutput(store, run, { html: "", error: text });
  endRun(world, store, run, {
    life_cycle_state: "INTERNAL_ERROR",
    result_state: "FAILED",
    code: "INTERNAL_ERROR",
    state_message: text,
  });
}

const saveOutput = (store: WorkspaceStore, run: Run, output: RunOutput): RunOutput =>
  store.outputs.put(String(run.run_id), output);
