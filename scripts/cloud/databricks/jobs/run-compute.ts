import type { FastifyRequest } from "fastify";
import type { World } from "../../core/world";
import { clusterById, createCluster, stopCluster } from "../clusters/clusters";
import { installLibraries } from "../clusters/libraries";
import type { ClusterSpec, JobCluster, Run, RunTask, Task } from "../entities";
import { invalidParameter } from "../errors";
import { requireOnCluster } from "../permissions/acl";
import type { WorkspaceStore } from "../store";

/**
 * A task on its cluster, with its libraries there: the one that it names, or a new one for this run.
 * A run needs CAN_ATTACH_TO on an existing cluster, and CAN_RESTART when that is stopped.
 * @param name the beginning of a new cluster's name
 * @throws ApiError PERMISSION_DENIED, INVALID_PARAMETER_VALUE
 */
export function withCluster(
  world: World,
  request: FastifyRequest,
  task: Task,
  jobClusters: readonly JobCluster[],
  name: string,
): RunTask {
  const { store, caller } = request;
  const spec = specOf(task, jobClusters);
  const id = spec
    ? createCluster(world, store, { ...spec, cluster_name: `${name}-${task.task_key}` }, caller)
        .cluster_id
    : usableCluster(world, request, task.existing_cluster_id ?? "");
  if (spec) store.clusters.update(id, (cluster) => ({ ...cluster, isOfRun: true }));
  if (task.libraries) installLibraries(world, store, id, task.libraries);
  return { ...task, existing_cluster_id: id };
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

function usableCluster(world: World, request: FastifyRequest, id: string): string {
  const { state } = clusterById(world, request.store, id);
  requireOnCluster(request, id, state === "TERMINATED" ? "CAN_RESTART" : "CAN_ATTACH_TO");
  return id;
}

/** Notes that a run no longer uses its cluster; one that was made for it stops. */
export function leaveCluster(world: World, store: WorkspaceStore, { task }: Run): void {
  const id = task.existing_cluster_id;
  const left = store.clusters.update(id, (c) => ({ ...c, last_activity: world.clock.now() }));
  if (left?.isOfRun)
    stopCluster(world, store, id, { code: "JOB_FINISHED", type: "SUCCESS", parameters: {} });
}
