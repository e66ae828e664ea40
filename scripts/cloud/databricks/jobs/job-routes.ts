import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { isJsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { requireAdmin, requirePermission, grantCreator, hasPermission } from "../permissions/acl";
import { clusterSpec } from "../clusters/cluster-spec";
import type { Job } from "../entities";
import type { Caller } from "../identity/members";
import { invalidParameter } from "../errors";
import { paginate } from "../pagination";
import { queryFlag, idField, validate, validateQuery } from "../validate";
import { specOf, withCluster } from "./run-compute";
import { knownRun, submitRun, type RunContext } from "./runs";
import { singleNotebookTask, taskList } from "./task";

const jobSettings = z.looseObject({
  name: z.string().default("Untitled"),
  tasks: taskList,
  timeout_seconds: z.number().int().min(0).default(0),
  max_concurrent_runs: z.number().int().default(1),
  job_clusters: z
    .array(z.looseObject({ job_cluster_key: z.string(), new_cluster: clusterSpec }))
    .optional(),
  parameters: z.array(z.looseObject({ name: z.string(), default: z.string() })).optional(),
  run_as: z.record(z.string(), z.unknown()).optional(),
});
const jobId = z.object({ job_id: idField });
// All parts of a job are on its first page, and it is shown as it was sent.
const getQuery = jobId.extend({ page_token: z.literal("").optional() });
const resetRequest = jobId.extend({ new_settings: jobSettings });
const updateRequest = jobId.extend({
  new_settings: z.record(z.string(), z.unknown()).default({}),
  fields_to_remove: z.array(z.string()).default([]),
});
const stringMap = z.record(z.string(), z.string()).optional();
const runNowRequest = jobId.extend({
  notebook_params: stringMap,
  job_parameters: stringMap,
  idempotency_token: z.string().max(64).optional(),
});
const listQuery = z.object({
  name: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  page_token: z.string().optional(),
  expand_tasks: queryFlag,
});

/** The routes of Jobs 2.2: saved notebook jobs. */
export function jobRoutes(app: FastifyInstance, context: RunContext): void {
  const { world } = context;
  app.post(
    "/api/2.2/jobs/create",
    { config: { operation: "databricks/jobs/create" } },
    ({ body, store, caller }) => {
      const job_id = Number(world.random.digits(15));
      store.jobs.put(String(job_id), {
        job_id,
        creator_user_name: caller.member.userName,
        created_time: world.clock.now(),
        settings: parseSettings(body, caller),
      });
      grantCreator(store, caller, "jobs", String(job_id));
      return { job_id };
    },
  );
  app.get("/api/2.2/jobs/get", (request) =>
    describeJob(requireJob(request, validateQuery(getQuery, request.query).job_id, "CAN_VIEW")),
  );
  app.get("/api/2.2/jobs/list", ({ query, store, caller }) => {
    const asked = validateQuery(listQuery, query);
    const jobs = store.jobs
      .values()
      .filter(
        (j) =>
          asked.name === undefined || j.settings.name?.toLowerCase() === asked.name.toLowerCase(),
      )
      .filter((j) => hasPermission(store, caller, "jobs", String(j.job_id), "CAN_VIEW"))
      .map(describeJob);
    const answer = paginate("jobs", jobs, asked.limit ?? 20, asked.page_token);
    return { ...answer, has_more: answer.next_page_token !== undefined };
  });
  app.post("/api/2.2/jobs/reset", { config: { operation: "databricks/jobs/reset" } }, (request) => {
    const body = validate(resetRequest, request.body);
    const job = requireJob(request, body.job_id, "CAN_MANAGE");
    request.store.jobs.put(String(job.job_id), {
      ...job,
      settings: parseSettings(body.new_settings, request.caller),
    });
    return {};
  });
  app.post(
    "/api/2.2/jobs/update",
    { config: { operation: "databricks/jobs/update" } },
    (request) => {
      const body = validate(updateRequest, request.body);
      const job = requireJob(request, body.job_id, "CAN_MANAGE");
      const kept = Object.entries(job.settings).filter(
        ([name]) => !body.fields_to_remove.includes(name),
      );
      const asked = { ...Object.fromEntries(kept), ...body.new_settings };
      const settings = parseSettings(asked, request.caller);
      request.store.jobs.put(String(job.job_id), { ...job, settings });
      return {};
    },
  );
  app.post(
    "/api/2.2/jobs/delete",
    { config: { operation: "databricks/jobs/delete" } },
    (request) => {
      const job = requireJob(request, validate(jobId, request.body).job_id, "CAN_MANAGE");
      request.store.jobs.delete(String(job.job_id));
      request.store.grants.delete(`jobs/${job.job_id}`);
      return {};
    },
  );
  app.post(
    "/api/2.2/jobs/run-now",
    { config: { operation: "databricks/jobs/run-now" } },
    (request) => {
      const body = validate(runNowRequest, request.body);
      const job = requireJob(request, body.job_id, "CAN_MANAGE_RUN");
      const known = knownRun(request.store, body.idempotency_token);
      if (known) return { run_id: known.run_id, number_in_job: known.run_id };
      const { name = "Untitled", tasks, job_clusters = [], parameters: ofJob = [] } = job.settings;
      const asked = singleNotebookTask(tasks);
      const task = withCluster(world, request, asked, job_clusters, `job-${job.job_id}-run`);
      const parameters = {
        ...task.notebook_task.base_parameters,
        ...Object.fromEntries(ofJob.map((one) => [one.name, one.default])),
        ...body.job_parameters,
        ...body.notebook_params,
      };
      const run = submitRun(context, request.store, request.caller, {
        run_name: name,
        job_id: job.job_id,
        timeout_seconds: job.settings.timeout_seconds ?? 0,
        task: { ...task, notebook_task: { ...task.notebook_task, base_parameters: parameters } },
        idempotency_token: body.idempotency_token,
      });
      return { run_id: run.run_id, number_in_job: run.run_id };
    },
  );
}

/** What starts a job by itself. Nothing here does, so it is kept only while it is paused. */
const TRIGGERS = ["schedule", "continuous", "trigger"];
const isPaused = (trigger: unknown): boolean =>
  isJsonObject(trigger) && trigger["pause_status"] === "PAUSED";

function parseSettings(body: unknown, { member }: Caller): Job["settings"] {
  const { run_as: runAs = {}, ...asked } = validate(jobSettings, body);
  const trigger = TRIGGERS.find((name) => asked[name] !== undefined && !isPaused(asked[name]));
  if (trigger !== undefined) throw new NotSimulated(`jobs with a ${trigger}`);
  if (asked["git_source"] !== undefined) throw new NotSimulated("jobs with a git_source");
  // A run has the permissions of who starts it.
  for (const other of Object.values(runAs))
    if (other !== member.userName) throw new NotSimulated("jobs that run as someone else");
  const task = singleNotebookTask(asked.tasks);
  if (specOf(task, asked.job_clusters ?? [])) requireAdmin({ member });
  return { ...asked, tasks: [task] };
}

/** A job as answered, with the defaults that the service fills in. */
const describeJob = ({
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
    tasks: given.tasks.map((t) => ({
      run_if: "ALL_SUCCESS",
      ...t,
      notebook_task: { source: "WORKSPACE", ...t.notebook_task },
    })),
  },
});

/**
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, as on the service; PERMISSION_DENIED.
 */
function requireJob(request: FastifyRequest, jobId: number, level: string): Job {
  const job = request.store.jobs.get(String(jobId));
  if (!job) throw invalidParameter(`Job ${jobId} does not exist.`);
  requirePermission(request, "jobs", String(jobId), level, `job ${jobId}`);
  return job;
}
