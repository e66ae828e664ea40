import { LabError, messageOf } from "../../../../infra/errors";
import type { World } from "../../core/world";
import { isUnder } from "../permissions/acl";
import { clusterById, pollCluster, startCluster } from "../clusters/clusters";
import type { Content } from "../store";
import type { Run, RunOutput, Task } from "../entities";
import { nameOf, parentOf } from "../workspace/objects";
import { pollLibraries } from "../clusters/libraries";
import { issueBearer, type Caller } from "../identity/members";
import type { NotebookRequest, NotebookResult, RunNotebook } from "../notebooks/notebook";
import { isOver } from "./active-runs";
import { refusal } from "./run-checks";

/** Real seconds a notebook may take when the caller sets no limit of its own. */
const LIMIT_SECONDS = 900;

/** What runs need beside the workspace's content. */
export interface RunContext {
  world: World;
  runNotebook: RunNotebook;
  /** The workspace's own address. */
  url: (workspaceId: string) => string;
}

const live = new WeakMap<World, Map<string, AbortController>>();
const liveOf = (world: World): Map<string, AbortController> => {
  const found = live.get(world) ?? new Map<string, AbortController>();
  live.set(world, found);
  return found;
};

/**
 * Stops every notebook of a workspace that is going, or of the whole world when its process ends. Their ends are not
 * recorded: there may be nothing left to record them in. After a restart `failOrphans` finds them.
 */
export function abandonRuns(world: World, workspaceId?: string): void {
  for (const [key, abort] of liveOf(world))
    if (workspaceId === undefined || key.startsWith(`${workspaceId}/`)) {
      liveOf(world).delete(key);
      abort.abort();
    }
}

/** Queues one notebook task with the caller's rights. The cluster is started when it is stopped. */
export function submitRun(
  context: RunContext,
  content: Content,
  caller: Caller,
  asked: Pick<Run, "run_name" | "timeout_seconds"> & {
    task: Task;
    job_id?: number;
    idempotency_token?: string;
  },
): Run {
  const { world } = context;
  const before = content.runs
    .values()
    .find((r) => r.idempotency_token && r.idempotency_token === asked.idempotency_token);
  if (before) return before;
  const run: Run = {
    ...asked,
    run_id: Number(world.random.digits(15)),
    task_run_id: Number(world.random.digits(15)),
    creator_user_name: caller.member.userName,
    memberId: caller.member.id,
    start_time: world.clock.now(),
    life_cycle_state: "PENDING",
    state_message: "Waiting for cluster",
  };
  const cluster = clusterById(world, content, asked.task.existing_cluster_id);
  if (cluster.state === "TERMINATED") startCluster(world, content, cluster.cluster_id);
  content.runs.put(String(run.run_id), run);
  return advance(context, content, run);
}

/** A look at a run: one that waits for its cluster or libraries moves on, and simulated time with it. */
export async function pollRun(context: RunContext, content: Content, run: Run): Promise<Run> {
  if (run.life_cycle_state !== "PENDING") return run;
  const cluster = run.task.existing_cluster_id;
  if (content.clusters.get(cluster)) await pollCluster(context.world, content, cluster);
  await pollLibraries(context.world, content, cluster);
  const now = content.runs.get(String(run.run_id));
  return now?.life_cycle_state === "PENDING" ? advance(context, content, now) : (now ?? run);
}

/** A run that was RUNNING when the process that hosted the cloud ended can never finish. */
export function failOrphans(world: World, content: Content): void {
  for (const run of content.runs.values())
    if (run.life_cycle_state === "RUNNING" && !liveOf(world).has(runKey(content, run)))
      end(world, content, run, {
        life_cycle_state: "INTERNAL_ERROR",
        result_state: "FAILED",
        code: "INTERNAL_ERROR",
        state_message: "The local cloud was stopped while the notebook was running.",
      });
}

export function cancelRun(world: World, content: Content, run: Run): void {
  if (isOver(run)) return;
  const abort = liveOf(world).get(runKey(content, run));
  if (abort) abort.abort();
  else end(world, content, run, CANCELED);
}
const CANCELED = {
  life_cycle_state: "TERMINATED",
  result_state: "CANCELED",
  code: "USER_CANCELED",
  state_message: "Run cancelled.",
} as const;

const runKey = (content: Content, run: Run): string => `${content.workspaceId}/${run.run_id}`;

type Ending = Pick<Run, "life_cycle_state" | "result_state" | "code" | "state_message">;
function end(world: World, content: Content, run: Run, ending: Ending): Run | undefined {
  content.clusters.update(run.task.existing_cluster_id, (c) => ({
    ...c,
    last_activity: world.clock.now(),
  }));
  return content.runs.update(String(run.run_id), (r) => ({
    ...r,
    ...ending,
    end_time: world.clock.now(),
  }));
}

function advance(context: RunContext, content: Content, run: Run): Run {
  const { world } = context;
  const ready = refusal(world, content, run);
  if (ready === "wait") return run;
  if (ready !== "go")
    return (
      end(world, content, run, {
        life_cycle_state: "INTERNAL_ERROR",
        result_state: "FAILED",
        ...ready,
      }) ?? run
    );
  return begin(context, content, run);
}

function begin(context: RunContext, content: Content, run: Run): Run {
  const { world, runNotebook } = context;
  const now = world.clock.now();
  const abort = new AbortController();
  const key = runKey(content, run);
  liveOf(world).set(key, abort);
  const isLive = (): boolean => liveOf(world).get(key) === abort;
  const [token] = issueBearer(content, world.random, {
    memberId: run.memberId,
    run: run.run_id,
    creation_time: now,
    expiry_time: now + 48 * 3600 * 1000,
  });
  const running = content.runs.put(String(run.run_id), {
    ...run,
    execution_start: now,
    life_cycle_state: "RUNNING",
    state_message: "In run",
  });
  const request: NotebookRequest = {
    ...materialise(content, run.task.notebook_task.notebook_path),
    runtime: clusterById(world, content, run.task.existing_cluster_id).spec.spark_version,
    parameters: run.task.notebook_task.base_parameters ?? {},
    workspace: { url: context.url(content.workspaceId), token },
    ca: world.certificates.ca,
    timeoutSeconds: run.timeout_seconds || LIMIT_SECONDS,
    signal: abort.signal,
    onCell: (done, total) => {
      if (!isLive()) return;
      content.runs.update(String(run.run_id), (r) => ({
        ...r,
        cells: { done, total },
        state_message: `In run (cell ${done} of ${total})`,
      }));
    },
    onSleep: (ms) => {
      if (isLive()) world.clock.advance(ms);
    },
  };
  const settle = (record: () => void): void => {
    if (!isLive()) return;
    record();
    liveOf(world).delete(key);
    content.bearers.delete(token);
  };
  void runNotebook(request).then(
    (result) => settle(() => finish(world, content, run, result)),
    (error: unknown) => settle(() => crash(world, content, run, error)),
  );
  return running;
}

/** The notebook and what lies beside and below it. */
function materialise(
  content: Content,
  path: string,
): Pick<NotebookRequest, "path" | "files" | "entry"> {
  const folder = parentOf(path);
  const files = content.objects
    .values()
    .filter((o) => o.object_type !== "DIRECTORY" && isUnder(o.path, folder))
    .map((o) => ({
      path:
        o.path.slice(folder === "/" ? 1 : folder.length + 1) +
        (o.object_type === "NOTEBOOK" ? ".py" : ""),
      content: Buffer.from(o.content ?? "", "base64"),
    }));
  return { path, files, entry: `${nameOf(path)}.py` };
}

const CODES = {
  SUCCESS: "SUCCESS",
  FAILED: "RUN_EXECUTION_ERROR",
  TIMEDOUT: "RUN_EXECUTION_ERROR",
  CANCELED: "USER_CANCELED",
};

function finish(world: World, content: Content, run: Run, result: NotebookResult): void {
  const messages = {
    SUCCESS: "",
    FAILED: "Workload failed, see run output for details",
    TIMEDOUT: "Run timed out.",
    CANCELED: CANCELED.state_message,
  };
  keep(content, run, {
    html: result.html,
    ...(result.result !== undefined && { result: result.result }),
    ...(result.error !== undefined && { error: result.error }),
    ...(result.errorTrace !== undefined && { error_trace: result.errorTrace }),
  });
  end(world, content, run, {
    life_cycle_state: "TERMINATED",
    result_state: result.state,
    code: CODES[result.state],
    state_message: messages[result.state],
  });
}

function crash(world: World, content: Content, run: Run, error: unknown): void {
  if (!(error instanceof LabError)) world.onError(error);
  const cure = error instanceof LabError && error.cure !== undefined ? ` (${error.cure})` : "";
  const text = messageOf(error) + cure;
  keep(content, run, { html: "", error: text });
  end(world, content, run, {
    life_cycle_state: "INTERNAL_ERROR",
    result_state: "FAILED",
    code: "INTERNAL_ERROR",
    state_message: text,
  });
}

const keep = (content: Content, run: Run, output: RunOutput): RunOutput =>
  content.outputs.put(String(run.run_id), output);
