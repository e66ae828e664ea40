import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import { requireAdmin, requirePermission } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { describeRun, runType } from "./describe-run";
import type { MultiTaskRun, Run } from "../entities";
import { permissionDenied, invalidParameter, invalidState } from "../errors";
import { paginate } from "../pagination";
import { queryFlag, idField, validate, validateQuery } from "../validate";
import { isFinished } from "./active-runs";
import { describeMultiTaskRun, describeRepairs } from "./describe-multi-task-run";
import {
  cancelMultiTaskRun,
  deleteMultiTaskRun,
  haveAllEnded,
  pollMultiTaskRun,
} from "./multi-task-runs";
import { repairRequest, repairRun } from "./repair";
import { cancelRun, pollRun, type RunContext } from "./runs";
import { submitTasks } from "./submit";
import { runnableTasks, taskList } from "./task";

/*
 * @parity
 * - jobs and runs: notebooks, old and new states, task run ids, single-user check, output, export —
 *   spec, texts reported
 */

const submitRequest = z.object({
  git_source: z.unknown().optional(),
  run_name: z.string().optional(),
  tasks: taskList,
  timeout_seconds: z.number().int().min(0).optional(),
  idempotency_token: z.string().max(64).optional(),
});
const runId = z.object({ run_id: idField });
// All parts of a run are on its first page.
const getQuery = runId.extend({ include_history: queryFlag, page_token: z.literal("").optional() });
const exportQuery = runId.extend({ views_to_export: z.enum(["CODE", "ALL"]).optional() });
const cancelAllRequest = z.object({
  job_id: idField.optional(),
  all_queued_runs: z.boolean().optional(),
});
const listQuery = z.object({
  job_id: idField.optional(),
  run_type: z.enum(["JOB_RUN", "SUBMIT_RUN", "WORKFLOW_RUN"]).optional(),
  start_time_from: z.coerce.number().default(0),
  start_time_to: z.coerce.number().default(Infinity),
  // The task of a run is always shown.
  expand_tasks: queryFlag,
  active_only: queryFlag,
  completed_only: queryFlag,
  limit: z.coerce.number().int().min(1).max(25).optional(),
  page_token: z.string().optional(),
});

/** The routes of runs in Jobs 2.2: notebooks and scripts on existing clusters, or on their own. */
export function runRoutes(app: FastifyInstance, context: RunContext): void {
  const { world } = context;
  const describe = (store: WorkspaceStore, run: Run | MultiTaskRun): Record<string, unknown> => {
    const url = context.url(store.workspaceId);
    if (isMultiTask(run)) return describeMultiTaskRun(store, run, url);
    return describeRun(run, url, store.workspaceId);
  };

  const cancel = (store: WorkspaceStore, run: Run | MultiTaskRun): void => {
    if (isMultiTask(run)) cancelMultiTaskRun(world, store, run);
    else cancelRun(world, store, run);
  };

  app.post(
    "/api/2.2/jobs/runs/submit",
    { config: { operation: "databricks/runs/submit" } },
    (request) => {
      const body = validate(submitRequest, request.body);
      if (body.git_source !== undefined) throw new NotSimulated("runs from Git");
      const tasks = runnableTasks(body.tasks);
      if (tasks.some((task) => task.new_cluster)) requireAdmin(request.caller);
      const run = submitTasks(context, request, {
        run_name: body.run_name ?? "Untitled",
        timeout_seconds: body.timeout_seconds ?? 0,
        idempotency_token: body.idempotency_token,
        tasks,
        job_clusters: [],
        clusterName: "job-0-run",
      });
      return { run_id: run.run_id };
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get",
    { config: { operation: "databricks/runs/get" } },
    async (request) => {
      const { run_id, include_history } = validateQuery(getQuery, request.query);
      const { store } = request;
      const run = requireRun(request, run_id);
      if (!isMultiTask(run)) return describe(store, await pollRun(context, store, run));
      await pollMultiTaskRun(context, store, run);
      const answer = describe(store, run);
      return include_history ? { ...answer, repair_history: describeRepairs(store, run) } : answer;
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get-output",
    { config: { operation: "databricks/runs/get-output" } },
    (request) => {
      const run = requireTaskRun(request, validateQuery(runId, request.query).run_id);
      const output = request.store.outputs.get(String(run.run_id));
      return {
        metadata: describe(request.store, run),
        notebook_output:
          output?.result === undefined ? {} : { result: output.result, truncated: false },
        error: output?.error,
        error_trace: output?.error_trace,
        logs: output?.logs,
      };
    },
  );
  app.get("/api/2.2/jobs/runs/export", (request) => {
    const run = requireTaskRun(request, validateQuery(exportQuery, request.query).run_id);
    if (!run.task.notebook_task) throw invalidParameter("Only runs of notebooks can be exported.");
    const output = request.store.outputs.get(String(run.run_id));
    if (!output)
      throw invalidState(`Run ${run.run_id} has not finished: there is nothing to export yet.`);
    const name = run.task.notebook_task.notebook_path;
    return { views: [{ content: output.html, name, type: "NOTEBOOK" }] };
  });
  app.post("/api/2.2/jobs/runs/cancel", (request) => {
    cancel(request.store, requireRun(request, validate(runId, request.body).run_id));
    return {};
  });
  app.post("/api/2.2/jobs/runs/cancel-all", (request) => {
    const { job_id, all_queued_runs: isOfAll = false } = validate(cancelAllRequest, request.body);
    if (job_id === undefined && !isOfAll) throw invalidParameter("Missing required field: job_id");
    const { store, caller } = request;
    if (job_id === undefined) requireAdmin(caller);
    else requirePermission(request, "jobs", String(job_id), "CAN_MANAGE_RUN", `job ${job_id}`);
    for (const run of allRuns(store))
      if (job_id === undefined || run.job_id === job_id) cancel(store, run);
    return {};
  });
  app.post(
    "/api/2.2/jobs/runs/repair",
    { config: { operation: "databricks/runs/repair" } },
    (request) => {
      const body = validate(repairRequest, request.body);
      const run = requireRun(request, body.run_id);
      return { repair_id: repairRun(context, request, run, body) };
    },
  );
  app.post("/api/2.2/jobs/runs/delete", (request) => {
    const run = requireRun(request, validate(runId, request.body).run_id);
    const { store } = request;
    if (!hasEnded(store, run)) throw invalidState(`Run ${run.run_id} is active: cancel it first.`);
    if (isMultiTask(run)) deleteMultiTaskRun(store, run);
    store.runs.delete(String(run.run_id));
    store.outputs.delete(String(run.run_id));
    return {};
  });
  app.get("/api/2.2/jobs/runs/list", (request) => {
    const query = validateQuery(listQuery, request.query);
    const { store, caller } = request;
    const runs = allRuns(store)
      .filter((r) => caller.member.admin || r.memberId === caller.member.id)
      .filter((r) => query.job_id === undefined || r.job_id === query.job_id)
      .filter((r) => query.run_type === undefined || runType(r) === query.run_type)
      .filter((r) => r.start_time >= query.start_time_from && r.start_time <= query.start_time_to)
      .filter((r) => !(query.active_only ?? false) || !hasEnded(store, r))
      .filter((r) => !(query.completed_only ?? false) || hasEnded(store, r))
      .sort((a, b) => b.start_time - a.start_time)
      .map((r) => describe(store, r));
    const answer = paginate("runs", runs, query.limit ?? 20, query.page_token);
    return { ...answer, has_more: answer.next_page_token !== undefined };
  });
}

const isMultiTask = (run: Run | MultiTaskRun): run is MultiTaskRun => "repairs" in run;

const hasEnded = (store: WorkspaceStore, run: Run | MultiTaskRun): boolean =>
  isMultiTask(run) ? haveAllEnded(store, run) : isFinished(run);

/** The runs that somebody asked for: those of the tasks of another run are part of it. */
const allRuns = ({ runs, multiTaskRuns }: WorkspaceStore): (Run | MultiTaskRun)[] => [
  ...runs.values().filter(({ partOf }) => partOf === undefined),
  ...multiTaskRuns.values(),
];

/**
 * The run with this id of a run or of its task.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, PERMISSION_DENIED.
 */
function requireRun({ store, caller }: FastifyRequest, runId: number): Run | MultiTaskRun {
  const run =
    store.runs.get(String(runId)) ??
    store.multiTaskRuns.get(String(runId)) ??
    store.runs.values().find((r) => r.task_run_id === runId);
  if (!run) throw invalidParameter(`Run ${runId} does not exist.`);
  if (!caller.member.admin && run.memberId !== caller.member.id)
    throw permissionDenied(
      `User ${caller.member.userName} does not have View permissions on run ${runId}.`,
    );
  return run;
}

/** As `requireRun`, of one task. @throws ApiError INVALID_PARAMETER_VALUE for a run of several */
function requireTaskRun(request: FastifyRequest, runId: number): Run {
  const run = requireRun(request, runId);
  if (isMultiTask(run))
    throw invalidParameter(
      "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.",
    );
  return run;
}
