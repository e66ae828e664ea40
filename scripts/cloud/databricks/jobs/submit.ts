import type { FastifyRequest } from "fastify";
import type { WorkspaceStore } from "../store";
import { type MultiTaskSettings, submitMultiTaskRun } from "./multi-task-runs";
import { withClusters } from "./run-compute";
import { type RunContext, submitRun } from "./runs";

/** The run that was asked for with this token before. */
const knownRun = ({ runs, multiTaskRuns }: WorkspaceStore, token: string | undefined) =>
  [...runs.values(), ...multiTaskRuns.values()].find(
    (run) => run.idempotency_token && run.idempotency_token === token,
  );

/** Runs one task or several, once for each idempotency token. */
export function submitTasks(
  context: RunContext,
  request: FastifyRequest,
  settings: MultiTaskSettings,
): { run_id: number } {
  const { tasks, job_clusters, clusterName, ...named } = settings;
  const known = knownRun(request.store, named.idempotency_token);
  if (known) return known;
  if (tasks.length > 1) return submitMultiTaskRun(context, request, settings);
  const [task] = withClusters(context.world, request, tasks, job_clusters, clusterName);
  return submitRun(context, request.store, request.caller, { ...named, task: task! });
}
