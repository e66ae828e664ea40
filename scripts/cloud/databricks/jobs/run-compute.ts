import type { FastifyRequest } from "fastify";
import type { World } from "../../core/world";
import { clusterById, createCluster, stopCluster } from "../clusters/clusters";
import { installLibraries } from "../clusters/libraries";
import type { ClusterSpec, JobCluster, Run, RunTask, Task } from "../entities";
import { invalidParameter } from "../errors";
import { hasActiveRun } from "./active-runs";
import { requireOnCluster } from "../permissions/acl";
import type { WorkspaceStore } from "../store";

/*
 * @parity
 * - a run's own cluster (`new_cluster`, `job_cluster_key`): made when it is asked for, its libraries
 *   on it, source `JOB`, stopped at the run's end; needs the right to create clusters — documented;
 *   the text for an unknown key guessed
 */

/**
 * Tasks on their clusters, with their libraries there: those that they name, or new ones for this
 * run, which tasks with the same key share. A run needs CAN_ATTACH_TO on an existing cluster, and
 * CAN_RESTART when that is stopped.
 * @param name the beginning of a new cluster's name
 * @throws ApiError PERMISSION_DENIED, INVALID_PARAMETER_VALUE
 */
export function withClusters(
  world: World,
  request: FastifyRequest,
  tasks: readonly Task[],
  jobClusters: readonly JobCluster[],
  name: string,
): RunTask[] {
  const { store, caller } = request;
  // All are checked before the first one is made.
  for (const task of tasks)
    if (!specOf(task, jobClusters)) requireUsable(world, request, task.existing_cluster_id ?? "");
  const shared = new Map<string, string>();
  const clusterOf = (task: Task): string => {
    const spec = specOf(task, jobClusters);
    if (!spec) return task.existing_cluster_id ?? "";
    const made = shared.get(task.job_cluster_key ?? "");
    if (made !== undefined) return made;
    const asked = { ...spec, cluster_name: `${name}-${task.task_key}` };
    const { cluster_id: id } = createCluster(world, store, asked, caller);
    store.clusters.update(id, (cluster) => ({ ...cluster, isOfRun: true }));
    if (task.job_cluster_key !== undefined) shared.set(task.job_cluster_key, id);
    return id;
  };
  return tasks.map((task) => {
    const id = clusterOf(task);
    if (task.libraries) installLibraries(world, store, id, task.libraries);
    return { ...task, existing_cluster_id: id };
  });
}

/**
 * The settings of the cluster that a task's runs make; undefined where it has an existing one.
 * @throws ApiError INVALID_PARAMETER_VALUE for a key that the job does not have
 */
export function specOf(
  { new_cluster, job_cluster_key: key }: Task,
  jobClusters: readonly JobCluster[],
): ClusterSpec | undefined {
  if (key === undefined) return new_cluster;
  const shared = jobClusters.find((one) => one.job_cluster_key === key);
  if (shared) return shared.new_cluster;
  throw invalidParameter(`The job cluster key '${key}' is not defined in the job's job_clusters.`);
}

function requireUsable(world: World, request: FastifyRequest, id: string): void {
  const { state } = clusterById(world, request.store, id);
  requireOnCluster(request, id, state === "TERMINATED" ? "CAN_RESTART" : "CAN_ATTACH_TO");
}

/** Notes that a run no longer uses its cluster; one that was made for it stops after its last task. */
export function leaveCluster(world: World, store: WorkspaceStore, { task }: Run): void {
  const id = task.existing_cluster_id;
  const left = store.clusters.update(id, (c) => ({ ...c, last_activity: world.clock.now() }));
  if (left?.isOfRun && !hasActiveRun(store, id))
    stopCluster(world, store, id, { code: "JOB_FINISHED", type: "SUCCESS", parameters: {} });
}
