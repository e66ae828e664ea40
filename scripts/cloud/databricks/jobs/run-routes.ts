import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { requireOnCluster } from "../permissions/acl";
import { clusterById } from "../clusters/clusters";
import type { WorkspaceStore } from "../store";
import { describeRun } from "./describe-run";
import type { Run } from "../entities";
import { permissionDenied, invalidParameter, invalidState } from "../errors";
import { paginate } from "../pagination";
import { queryFlag, idField, validate } from "../validate";
import { isFinished } from "./active-runs";
import { cancelRun, pollRun, submitRun, type RunContext } from "./runs";
import { singleNotebookTask, taskList } from "./task";

const submitRequest = z.object({
  run_name: z.string().optional(),
  tasks: taskList,
  timeout_seconds: z.number().int().min(0).optional(),
  idempotency_token: z.string().max(64).optional(),
});
const runId = z.object({ run_id: idField });
const listQuery = z.looseObject({
  job_id: idField.optional(),
  active_only: queryFlag,
  completed_only: queryFlag,
  limit: z.coerce.number().int().min(1).max(25).optional(),
  page_token: z.string().optional(),
});

/** The routes of runs in Jobs 2.2: one notebook task on an existing cluster. */
export function runRoutes(app: FastifyInstance, context: RunContext): void {
  const { world } = context;
  const describe = (store: WorkspaceStore, run: Run): Record<string, unknown> =>
    describeRun(run, context.url(store.workspaceId), store.workspaceId);

  app.post(
    "/api/2.2/jobs/runs/submit",
    { config: { operation: "databricks/runs/submit" } },
    (request) => {
      const body = validate(submitRequest, request.body);
      const task = singleNotebookTask(body.tasks);
      const cluster = clusterById(world, request.store, task.existing_cluster_id);
      requireClusterUse(request, cluster.cluster_id, cluster.state === "TERMINATED");
      const run = submitRun(context, request.store, request.caller, {
        run_name: body.run_name ?? "Untitled",
        task,
        timeout_seconds: body.timeout_seconds ?? 0,
        idempotency_token: body.idempotency_token,
      });
      return { run_id: run.run_id };
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get",
    { config: { operation: "databricks/runs/get" } },
    async (request) => {
      const run = requireRun(request, validate(runId, request.query).run_id);
      return describe(request.store, await pollRun(context, request.store, run));
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get-output",
    { config: { operation: "databricks/runs/get-output" } },
    (request) => {
      const run = requireRun(request, validate(runId, request.query).run_id);
      const output = request.store.outputs.get(String(run.run_id));
      return {
        metadata: describe(request.store, run),
        notebook_output:
          output?.result === undefined ? {} : { result: output.result, truncated: false },
        error: output?.error,
        error_trace: output?.error_trace,
      };
    },
  );
  app.get("/api/2.2/jobs/runs/export", (request) => {
    const run = requireRun(request, validate(runId, request.query).run_id);
    const output = request.store.outputs.get(String(run.run_id));
    if (!output)
      throw invalidState(`Run ${run.run_id} has not finished: there is nothing to export yet.`);
    const name = run.task.notebook_task.notebook_path;
    return { views: [{ content: output.html, name, type: "NOTEBOOK" }] };
  });
  app.post("/api/2.2/jobs/runs/cancel", (request) => {
    cancelRun(world, request.store, requireRun(request, validate(runId, request.body).run_id));
    return {};
  });
  app.post("/api/2.2/jobs/runs/delete", (request) => {
    const run = requireRun(request, validate(runId, request.body).run_id);
    if (!isFinished(run)) throw invalidState(`Run ${run.run_id} is active: cancel it first.`);
    request.store.runs.delete(String(run.run_id));
    request.store.outputs.delete(String(run.run_id));
    return {};
  });
  app.get("/api/2.2/jobs/runs/list", (request) => {
    const query = validate(listQuery, request.query);
    const { store, caller } = request;
    const runs = store.runs
      .values()
      .filter((r) => caller.member.admin || r.memberId === caller.member.id)
      .filter((r) => query.job_id === undefined || r.job_id === query.job_id)
      .filter((r) => !(query.active_only ?? false) || !isFinished(r))
      .filter((r) => !(query.completed_only ?? false) || isFinished(r))
      .sort((a, b) => b.start_time - a.start_time)
      .map((r) => describe(store, r));
    const answer = paginate("runs", runs, query.limit ?? 20, query.page_token);
    return { ...answer, has_more: answer.next_page_token !== undefined };
  });
}

/**
 * A run needs CAN_ATTACH_TO on its cluster, and CAN_RESTART when the cluster is stopped.
 * @throws ApiError PERMISSION_DENIED
 */
export const requireClusterUse = (request: FastifyRequest, id: string, isStopped: boolean): void =>
  requireOnCluster(request, id, isStopped ? "CAN_RESTART" : "CAN_ATTACH_TO");

/**
 * The run with this id of a run or of its task.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, PERMISSION_DENIED.
 */
function requireRun({ store, caller }: FastifyRequest, runId: number): Run {
  const run =
    store.runs.get(String(runId)) ?? store.runs.values().find((r) => r.task_run_id === runId);
  if (!run) throw invalidParameter(`Run ${runId} does not exist.`);
  if (!caller.member.admin && run.memberId !== caller.member.id)
    throw permissionDenied(
      `User ${caller.member.userName} does not have View permissions on run ${runId}.`,
    );
  return run;
}
