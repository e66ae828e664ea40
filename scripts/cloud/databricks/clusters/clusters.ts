import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { grantCreator } from "../permissions/acl";
import { checkSpec } from "./cluster-checks";
import { workspaceStore, type WorkspaceStore } from "../store";
import type { Cluster, ClusterSpec, TerminationReason } from "../entities";
import { invalidParameter, invalidState } from "../errors";
import { installPending, hasPendingLibraries, resetLibraries } from "./libraries";
import type { Caller } from "../identity/members";
import { hasActiveRun } from "../jobs/active-runs";
import { machineOfPool, poolFailure } from "./instance-pools";
import { machineFailure, requireClassicCompute } from "./machines";

/*
 * @parity
 * - start 240 s, restart 120 s, stop 30 s; automatic termination and its text — reported, text
 *   guessed
 */

/** Duration in simulated seconds (reported: start 3–7 min, stop 10–60 s). */
const SECONDS = { start: 240, restart: 120, stop: 30 };
/** The start of a cluster: a fault of it fails the start, not a request. */
export const LAUNCH = "databricks/clusters/launch";
const STOP = "databricks/clusters/stop";
const MAX_EVENTS = 200;
const MAX_PINS = 100;

/** Registers the effect of a launch and of a stop that end. Targets are `<workspace>/<cluster>`. */
export function registerClusterEffects(world: World): void {
  const parseTarget = (target: string): [WorkspaceStore, string] => {
    const [workspace = "", id = ""] = target.split("/");
    return [workspaceStore(world.store, workspace), id];
  };
  world.operations.onEnd(LAUNCH, (o) => {
    const [store, id] = parseTarget(o.target);
    const cluster = store.clusters.get(id);
    if (cluster?.operation === o.id && isLaunching(cluster)) finishLaunch(world, store, cluster);
  });
  world.operations.onEnd(STOP, (o) => {
    const [store, id] = parseTarget(o.target);
    const cluster = store.clusters.get(id);
    if (cluster?.operation !== o.id || cluster.state !== "TERMINATING") return;
    store.clusters.put(id, {
      ...cluster,
      state: "TERMINATED",
      terminated_time: world.clock.now(),
    });
    recordEvent(world, store, id, "TERMINATING", { reason: cluster.termination_reason });
    resetLibraries(store, id);
  });
}

/**
 * The cluster with this id, after its automatic termination when it was idle for too long.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id (HTTP 400, as on the real service).
 */
export function clusterById(world: World, store: WorkspaceStore, id: string): Cluster {
  const found = store.clusters.get(id);
  if (!found) throw invalidParameter(`Cluster ${id} does not exist`);
  return stopWhenIdle(world, store, found);
}

/**
 * Reads a cluster; during a launch or a stop the clock moves towards its end.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id.
 */
export async function pollCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
): Promise<Cluster> {
  const cluster = clusterById(world, store, id);
  if (cluster.operation !== undefined) await world.operations.poll(cluster.operation);
  return clusterById(world, store, id);
}

/**
 * Creates a cluster and launches it. Its creator may manage it.
 * @throws ApiError INVALID_PARAMETER_VALUE, or RESOURCE_DOES_NOT_EXIST for an unknown policy.
 */
export function createCluster(
  world: World,
  store: WorkspaceStore,
  spec: ClusterSpec,
  caller: Caller,
): Cluster {
  requireClassicCompute(world, store.workspaceId);
  checkSpec(store, spec);
  const stamp = world.clock.iso().replace(/\D/g, "");
  const id = `${stamp.slice(4, 8)}-${stamp.slice(8, 14)}-${world.random.hex(8)}`;
  const now = world.clock.now();
  grantCreator(store, caller, "clusters", id);
  recordEvent(world, store, id, "CREATING", { user: caller.member.userName });
  return launch(world, store, "PENDING", {
    cluster_id: id,
    spec,
    machine: machineOfPool(store, spec),
    creator_user_name: caller.member.userName,
    state: "PENDING",
    state_message: "",
    start_time: now,
    pinned: false,
    last_activity: now,
    spark_context_id: Number(world.random.digits(15)),
  });
}

/**
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, INVALID_STATE unless it is stopped.
 */
export function startCluster(world: World, store: WorkspaceStore, id: string): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "TERMINATED");
  recordEvent(world, store, id, "STARTING", {});
  launch(world, store, "PENDING", cluster);
}

/** @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, INVALID_STATE unless it runs. */
export function restartCluster(world: World, store: WorkspaceStore, id: string): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "RUNNING");
  recordEvent(world, store, id, "RESTARTING", {});
  resetLibraries(store, id);
  launch(world, store, "RESTARTING", cluster);
}

/**
 * Replaces the settings of a cluster. A running cluster restarts with them.
 * @throws ApiError INVALID_PARAMETER_VALUE, INVALID_STATE unless it runs or is stopped, or
 * RESOURCE_DOES_NOT_EXIST for an unknown policy.
 */
export function editCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
  spec: ClusterSpec,
): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "RUNNING", "TERMINATED");
  checkSpec(store, spec);
  store.clusters.put(id, { ...cluster, spec, machine: machineOfPool(store, spec) });
  recordEvent(world, store, id, "EDITED", {});
  if (cluster.state === "RUNNING") restartCluster(world, store, id);
}

/**
 * Changes the number of workers of a cluster at once.
 * @throws ApiError INVALID_PARAMETER_VALUE, INVALID_STATE unless it runs.
 */
export function resizeCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
  size: Pick<ClusterSpec, "num_workers" | "autoscale">,
): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "RUNNING");
  const spec = { ...cluster.spec, ...size };
  checkSpec(store, spec);
  store.clusters.put(id, { ...cluster, spec });
  recordEvent(world, store, id, "RESIZING", { cause: "USER_REQUEST" });
}

/**
 * Stops a cluster; one that stops or is stopped stays as it is.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id.
 */
export function stopCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
  reason: TerminationReason,
): void {
  const cluster = clusterById(world, store, id);
  if (cluster.state === "TERMINATED" || cluster.state === "TERMINATING") return;
  const operation = world.operations.start(STOP, `${store.workspaceId}/${id}`, SECONDS.stop).id;
  store.clusters.put(id, {
    ...cluster,
    state: "TERMINATING",
    operation,
    termination_reason: reason,
  });
}

/**
 * Deletes a cluster with its events, grants and libraries.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, INVALID_STATE for a pinned cluster.
 */
export function deleteCluster(store: WorkspaceStore, id: string): void {
  const cluster = store.clusters.get(id);
  if (!cluster) throw invalidParameter(`Cluster ${id} does not exist`);
  if (cluster.pinned) throw invalidState(`Cluster ${id} is pinned, please unpin the cluster first`);
  store.clusters.delete(id);
  store.events.delete(id);
  store.grants.delete(`clusters/${id}`);
  for (const [key, library] of store.libraries.entries())
    if (library.cluster_id === id) store.libraries.delete(key);
}

/** @throws ApiError INVALID_PARAMETER_VALUE for an unknown id, RESOURCE_LIMIT_EXCEEDED. */
export function pinCluster(world: World, store: WorkspaceStore, id: string, pinned: boolean): void {
  const cluster = clusterById(world, store, id);
  if (cluster.pinned === pinned) return;
  if (pinned && store.clusters.values().filter((c) => c.pinned).length >= MAX_PINS)
    throw new ApiError(
      400,
      "RESOURCE_LIMIT_EXCEEDED",
      `At most ${MAX_PINS} clusters can be pinned.`,
    );
  store.clusters.put(id, { ...cluster, pinned });
  recordEvent(world, store, id, pinned ? "PINNED" : "UNPINNED", {});
}

const isLaunching = ({ state }: Cluster): boolean => state === "PENDING" || state === "RESTARTING";

function requireState(cluster: Cluster, ...allowed: Cluster["state"][]): void {
  if (allowed.includes(cluster.state)) return;
  const state = cluster.state.charAt(0) + cluster.state.slice(1).toLowerCase();
  throw invalidState(`Cluster ${cluster.cluster_id} is in unexpected state ${state}.`);
}

function launch(
  world: World,
  store: WorkspaceStore,
  state: Cluster["state"],
  cluster: Cluster,
): Cluster {
  const seconds = state === "RESTARTING" ? SECONDS.restart : SECONDS.start;
  const operation = world.operations.start(
    LAUNCH,
    `${store.workspaceId}/${cluster.cluster_id}`,
    seconds,
  ).id;
  return store.clusters.put(cluster.cluster_id, {
    ...cluster,
    state,
    state_message: "",
    operation,
    // The launch fails, not the request.
    failure:
      world.faults.failureOf(LAUNCH) ??
      poolFailure(store, cluster) ??
      machineFailure(world, store.workspaceId, cluster),
    terminated_time: undefined,
    termination_reason: undefined,
  });
}

function finishLaunch(world: World, store: WorkspaceStore, cluster: Cluster): void {
  const now = world.clock.now();
  const id = cluster.cluster_id;
  if (cluster.failure) {
    const { code, message } = cluster.failure;
    const parameters = { azure_error_message: message };
    store.clusters.put(id, {
      ...cluster,
      state: "TERMINATED",
      terminated_time: now,
      state_message: `${code}(CLIENT_ERROR): ${message}`,
      termination_reason: { code, type: "CLIENT_ERROR", parameters },
    });
    recordEvent(world, store, id, "TERMINATING", { reason: code });
    return;
  }
  const timeField = cluster.state === "RESTARTING" ? "last_restarted_time" : "start_time";
  store.clusters.put(id, {
    ...cluster,
    [timeField]: now,
    state: "RUNNING",
    last_activity: now,
  });
  recordEvent(world, store, id, "RUNNING", {});
  installPending(world, store, id);
}

/**
 * The automatic termination: stops a running cluster that was idle for too long. Installations of
 * libraries and runs count as use.
 */
function stopWhenIdle(world: World, store: WorkspaceStore, cluster: Cluster): Cluster {
  const minutes = cluster.spec.autotermination_minutes ?? 0;
  if (cluster.state !== "RUNNING" || minutes === 0) return cluster;
  const now = world.clock.now();
  const id = cluster.cluster_id;
  if (hasPendingLibraries(store, id) || hasActiveRun(store, id))
    return store.clusters.put(id, { ...cluster, last_activity: now });
  const end = cluster.last_activity + minutes * 60_000;
  if (now < end) return cluster;
  const parameters = { inactivity_duration_min: String(minutes) };
  recordEvent(world, store, id, "TERMINATING", { reason: "INACTIVITY" }, end);
  resetLibraries(store, id);
  return store.clusters.put(id, {
    ...cluster,
    state: "TERMINATED",
    terminated_time: end,
    state_message: `Inactive cluster terminated (inactive for ${minutes} minutes).`,
    termination_reason: { code: "INACTIVITY", type: "SUCCESS", parameters },
  });
}

function recordEvent(
  world: World,
  store: WorkspaceStore,
  id: string,
  type: string,
  details: Record<string, unknown>,
  timestamp = world.clock.now(),
): void {
  const before = store.events.get(id) ?? [];
  const event = { cluster_id: id, timestamp, type, details };
  store.events.put(id, [...before, event].slice(-MAX_EVENTS));
}
