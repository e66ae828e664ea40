import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { demand, grantCreator, holds } from "../permissions/acl";
import { clusterById } from "../clusters/clusters";
import type { Job } from "../entities";
import { invalid } from "../errors";
import { page } from "../pagination";
import { flag, id, read } from "../validate";
import { submitRun, type RunContext } from "./runs";
import { oneTask, tasks } from "./task";
import { mayUse } from "./run-routes";

const settings = z.looseObject({
  name: z.string().default("Untitled"),
  tasks,
  timeout_seconds: z.number().int().min(0).default(0),
  max_concurrent_runs: z.number().int().default(1),
  run_as: z.unknown().optional(),
});
const byId = z.object({ job_id: id });
const reset = byId.extend({ new_settings: settings });
const strings = z.record(z.string(), z.string()).optional();
const runNow = byId.extend({
  notebook_params: strings,
  job_parameters: strings,
  idempotency_token: z.string().max(64).optional(),
});
const list = z.looseObject({
  name: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  page_token: z.string().optional(),
  expand_tasks: flag,
});

/** Jobs 2.2: saved notebook jobs. */
export function jobRoutes(app: FastifyInstance, context: RunContext): void {
  const { world } = context;
  app.post(
    "/api/2.2/jobs/create",
    { config: { operation: "databricks/jobs/create" } },
    ({ body, content, caller }) => {
      const job_id = Number(world.random.digits(15));
      content.jobs.put(String(job_id), {
        job_id,
        creator_user_name: caller.member.userName,
        created_time: world.clock.now(),
        settings: saved(body),
      });
      grantCreator(content, caller, "jobs", String(job_id));
      return { job_id };
    },
  );
  app.get("/api/2.2/jobs/get", (request) =>
    describe(jobFor(request, read(byId, request.query).job_id, "CAN_VIEW")),
  );
  app.get("/api/2.2/jobs/list", ({ query, content, caller }) => {
    const asked = read(list, query);
    const jobs = content.jobs
      .values()
      .filter(
        (j) =>
          asked.name === undefined || j.settings.name?.toLowerCase() === asked.name.toLowerCase(),
      )
      .filter((j) => holds(content, caller, "jobs", String(j.job_id), "CAN_VIEW"))
      .map(describe);
    const answer = page("jobs", jobs, asked.limit ?? 20, asked.page_token);
    return { ...answer, has_more: "next_page_token" in answer };
  });
  app.post("/api/2.2/jobs/reset", { config: { operation: "databricks/jobs/reset" } }, (request) => {
    const body = read(reset, request.body);
    const job = jobFor(request, body.job_id, "CAN_MANAGE");
    request.content.jobs.put(String(job.job_id), { ...job, settings: saved(body.new_settings) });
    return {};
  });
  app.post(
    "/api/2.2/jobs/delete",
    { config: { operation: "databricks/jobs/delete" } },
    (request) => {
      const job = jobFor(request, read(byId, request.body).job_id, "CAN_MANAGE");
      request.content.jobs.delete(String(job.job_id));
      request.content.grants.delete(`jobs/${job.job_id}`);
      return {};
    },
  );
  app.post(
    "/api/2.2/jobs/run-now",
    { config: { operation: "databricks/jobs/run-now" } },
    (request) => {
      const body = read(runNow, request.body);
      const job = jobFor(request, body.job_id, "CAN_MANAGE_RUN");
      const task = oneTask(job.settings.tasks);
      const cluster = clusterById(world, request.content, task.existing_cluster_id);
      mayUse(request, cluster.cluster_id, cluster.state === "TERMINATED");
      const parameters = {
        ...task.notebook_task.base_parameters,
        ...body.job_parameters,
        ...body.notebook_params,
      };
      const run = submitRun(context, request.content, request.caller, {
        run_name: job.settings.name ?? "Untitled",
        job_id: job.job_id,
        timeout_seconds: job.settings.timeout_seconds ?? 0,
        task: { ...task, notebook_task: { ...task.notebook_task, base_parameters: parameters } },
        ...(body.idempotency_token !== undefined && { idempotency_token: body.idempotency_token }),
      });
      return { run_id: run.run_id, number_in_job: run.run_id };
    },
  );
}

const saved = (body: unknown): Job["settings"] => {
  const { run_as: _, ...asked } = read(settings, body);
  return { ...asked, tasks: [oneTask(asked.tasks)] };
};

/** With the defaults that the service fills in. */
const describe = ({
  job_id,
  creator_user_name,
  created_time,
  settings: given,
}: Job): Record<string, unknown> => ({
  job_id,
  creator_user_name,
  run_as_user_name: creator_user_name,
  created_time,
  settings: {
    format: "MULTI_TASK",
    email_notifications: {},
    webhook_notifications: {},
    ...given,
    tasks: given.tasks.map((t) => ({ run_if: "ALL_SUCCESS", ...t })),
  },
});

/** @throws INVALID_PARAMETER_VALUE (as the real service answers), PERMISSION_DENIED */
function jobFor({ content, caller }: FastifyRequest, wanted: number, level: string): Job {
  const job = content.jobs.get(String(wanted));
  if (!job) throw invalid(`Job ${wanted} does not exist.`);
  demand(content, caller, "jobs", String(wanted), level, `job ${wanted}`);
  return job;
}
