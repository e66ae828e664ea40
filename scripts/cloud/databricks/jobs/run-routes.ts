import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { demand } from "../permissions/acl";
import { clusterById } from "../clusters/clusters";
import type { Content } from "../store";
import { describeRun } from "./describe-run";
import type { Run } from "../entities";
import { denied, invalid, invalidState } from "../errors";
import { page } from "../pagination";
import { flag, id, read } from "../validate";
import { isOver } from "./active-runs";
import { cancelRun, pollRun, submitRun, type RunContext } from "./runs";
import { oneTask, tasks } from "./task";

const submit = z.object({
  run_name: z.string().optional(),
  tasks,
  timeout_seconds: z.number().int().min(0).optional(),
  idempotency_token: z.string().max(64).optional(),
});
const byId = z.object({ run_id: id });
const list = z.looseObject({
  job_id: id.optional(),
  active_only: flag,
  completed_only: flag,
  limit: z.coerce.number().int().min(1).max(25).optional(),
  page_token: z.string().optional(),
});

/** Jobs 2.2, runs: one notebook task on an existing cluster. */
export function runRoutes(app: FastifyInstance, context: RunContext): void {
  const { world } = context;
  const shown = (content: Content, run: Run): Record<string, unknown> =>
    describeRun(run, context.url(content.workspaceId), content.workspaceId);

  app.post(
    "/api/2.2/jobs/runs/submit",
    { config: { operation: "databricks/runs/submit" } },
    (request) => {
      const body = read(submit, request.body);
      const task = oneTask(body.tasks);
      const cluster = clusterById(world, request.content, task.existing_cluster_id);
      mayUse(request, cluster.cluster_id, cluster.state === "TERMINATED");
      const run = submitRun(context, request.content, request.caller, {
        run_name: body.run_name ?? "Untitled",
        task,
        timeout_seconds: body.timeout_seconds ?? 0,
        ...(body.idempotency_token !== undefined && { idempotency_token: body.idempotency_token }),
      });
      return { run_id: run.run_id };
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get",
    { config: { operation: "databricks/runs/get" } },
    async (request) => {
      const run = runFor(request, read(byId, request.query).run_id);
      return shown(request.content, await pollRun(context, request.content, run));
    },
  );
  app.get(
    "/api/2.2/jobs/runs/get-output",
    { config: { operation: "databricks/runs/get-output" } },
    (request) => {
      const run = runFor(request, read(byId, request.query).run_id);
      const output = request.content.outputs.get(String(run.run_id));
      return {
        metadata: shown(request.content, run),
        notebook_output:
          output?.result === undefined ? {} : { result: output.result, truncated: false },
        ...(output?.error !== undefined && { error: output.error }),
        ...(output?.error_trace !== undefined && { error_trace: output.error_trace }),
      };
    },
  );
  app.get("/api/2.2/jobs/runs/export", (request) => {
    const run = runFor(request, read(byId, request.query).run_id);
    const output = request.content.outputs.get(String(run.run_id));
    if (!output)
      throw invalidState(`Run ${run.run_id} has not finished: there is nothing to export yet.`);
    const name = run.task.notebook_task.notebook_path;
    return { views: [{ content: output.html, name, type: "NOTEBOOK" }] };
  });
  app.post("/api/2.2/jobs/runs/cancel", (request) => {
    cancelRun(world, request.content, runFor(request, read(byId, request.body).run_id));
    return {};
  });
  app.post("/api/2.2/jobs/runs/delete", (request) => {
    const run = runFor(request, read(byId, request.body).run_id);
    if (!isOver(run)) throw invalidState(`Run ${run.run_id} is active: cancel it first.`);
    request.content.runs.delete(String(run.run_id));
    request.content.outputs.delete(String(run.run_id));
    return {};
  });
  app.get("/api/2.2/jobs/runs/list", (request) => {
    const query = read(list, request.query);
    const { content, caller } = request;
    const found = content.runs
      .values()
      .filter((r) => caller.member.admin || r.memberId === caller.member.id)
      .filter((r) => query.job_id === undefined || r.job_id === query.job_id)
      .filter((r) => !(query.active_only ?? false) || !isOver(r))
      .filter((r) => !(query.completed_only ?? false) || isOver(r))
      .sort((a, b) => b.start_time - a.start_time)
      .map((r) => shown(content, r));
    const answer = page("runs", found, query.limit ?? 20, query.page_token);
    return { ...answer, has_more: "next_page_token" in answer };
  });
}

/** Attaching needs one right on the cluster, waking it another. @throws PERMISSION_DENIED */
export function mayUse(
  { content, caller }: FastifyRequest,
  cluster: string,
  stopped: boolean,
): void {
  demand(
    content,
    caller,
    "clusters",
    cluster,
    stopped ? "CAN_RESTART" : "CAN_ATTACH_TO",
    `cluster ${cluster}`,
  );
}

/** By the id of a run or of its task. @throws INVALID_PARAMETER_VALUE, PERMISSION_DENIED */
function runFor({ content, caller }: FastifyRequest, wanted: number): Run {
  const run =
    content.runs.get(String(wanted)) ?? content.runs.values().find((r) => r.task_run_id === wanted);
  if (!run) throw invalid(`Run ${wanted} does not exist.`);
  if (!caller.member.admin && run.memberId !== caller.member.id)
    throw denied(`User ${caller.member.userName} does not have View permissions on run ${wanted}.`);
  return run;
}
