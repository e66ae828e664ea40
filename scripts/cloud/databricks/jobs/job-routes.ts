import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { isJsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { requireAdmin, requirePermission, grantCreator, hasPermission } from "../permissions/acl";
import { clusterSpec } from "../clusters/cluster-spec";
import type { Job, Task } from "../entities";
import type { Caller } from "../identity/members";
import { invalidParameter } from "../errors";
import { paginate } from "../pagination";
import { queryFlag, idField, validate, validateQuery } from "../validate";
import { mergeSettings } from "./merge-settings";
import { specOf } from "./run-compute";
import type { RunContext } from "./runs";
import { submitTasks } from "./submit";
import { runnableTasks, taskList } from "./task";

/*
 * @parity
 * - default values of a job's `parameters` reach the notebook; `runs/cancel-all` — documented
 */

/*
 * @not-simulated
 * - serverless tasks
 * - tasks of other kinds than notebooks and Python files, and those that depend on a condition's
 *   outcome
 */

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
  python_params: z.array(z.string()).optional(),
  job_parameters: stringMap,
  idempotency_token: z.string().max(64).optional(),
});
const listQuery = z.object({
  name: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  page_token: z.string().optional(),
  expand_tasks: queryFlag,
});

/** The routes of Jobs 2.2: saved jobs of notebooks and scripts. */
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
      const asked = mergeSettings(job.settings, body.new_settings, body.fields_to_remove);
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
      const { name = "Untitled", tasks, job_clusters = [], parameters: ofJob = [] } = job.settings;
      const parameters = {
        ...Object.fromEntries(ofJob.map((one) => [one.name, one.default])),
        ...body.job_parameters,
        ...body.notebook_params,
      };
      const run = submitTasks(context, request, {
        run_name: name,
        job_id: job.job_id,
        timeout_seconds: job.settings.timeout_seconds ?? 0,
        tasks: runnableTasks(tasks).map((task) => withParameters(task, parameters, body)),
        job_clusters,
        clusterName: `job-${job.job_id}-run`,
        idempotency_token: body.idempotency_token,
      });
      return { run_id: run.run_id, number_in_job: run.run_id };
    },
  );
}

/** A task with the parameters of a run: those of its notebook, or the arguments of its script. */
function withParameters(
  { notebook_task: notebook, spark_python_task: script, ...task }: Task,
  parameters: Record<string, string>,
  { python_params }: { python_params?: string[] | undefined },
): Task {
  if (notebook) {
    const base_parameters = { ...notebook.base_parameters, ...parameters };
    return { ...task, notebook_task: { ...notebook, base_parameters } };
  }
  if (!script) return task;
  const given = python_params ?? script.parameters;
  return { ...task, spark_python_task: { ...script, parameters: given } };
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
  const tasks = runnableTasks(asked.tasks);
  const isMade = tasks.some((task) => specOf(task, asked.job_clusters ?? []) !== undefined);
  if (isMade) requireAdmin({ member });
  return { ...asked, tasks };
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
      ...describeNotebook(t),
    })),
  },
});

const describeNotebook = ({ notebook_task: task }: Task): Partial<Task> =>
  task ? { notebook_task: { source: "WORKSPACE", ...task } } : {};

/**
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, as on the service; PERMISSION_DENIED.
 */
function requireJob(request: FastifyRequest, jobId: number, level: string): Job {
  const job = request.store.jobs.get(String(jobId));
  if (!job) throw invalidParameter(`Job ${jobId} does not exist.`);
  requirePermission(request, "jobs", String(jobId), level, `job ${jobId}`);
  return job;
}
