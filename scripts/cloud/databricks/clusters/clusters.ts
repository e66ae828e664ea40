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

/** Simulated seconds (reported: start 3–7 min, stop 10–60 s). */
const SECONDS = { start: 240, restart: 120, stop: 30 };
const LAUNCH = "databricks/clusters/launch";
const STOP = "databricks/clusters/stop";
const MAX_EVENTS = 200;
const MAX_PINS = 100;

/** Registers what happens when a launch or a stop ends. Targets are `<workspace>/<cluster>`. */
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

/** @throws INVALID_PARAMETER_VALUE (HTTP 400, as the real service answers for an unknown id). */
export function clusterById(world: World, store: WorkspaceStore, id: string): Cluster {
  const found = store.clusters.get(id);
  if (!found) throw invalidParameter(`Cluster ${id} does not exist`);
  return stopWhenIdle(world, store, found);
}

/** A look at a cluster on its way: simulated time jumps towards the end of what it is doing. */
export async function pollCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
): Promise<Cluster> {
  const cluster = clusterById(world, store, id);
  if (cluster.operation !== undefined) await world.operations.poll(cluster.operation);
  return clusterById(world, store, id);
}

export function createCluster(
  world: World,
  store: WorkspaceStore,
  spec: ClusterSpec,
  caller: Caller,
): Cluster {
  checkSpec(store, spec);
  const stamp = world.clock.iso().replace(/\D/g, "");
  const id = `${stamp.slice(4, 8)}-${stamp.slice(8, 14)}-${world.random.hex(8)}`;
  grantCreator(store, caller, "clusters", id);
  const now = world.clock.now();
  recordEvent(world, store, id, "CREATING", { user: caller.member.userName });
  return launch(world, store, "PENDING", {
    cluster_id: id,
    spec,
    creator_user_name: caller.member.userName,
    state: "PENDING",
    state_message: "",
    start_time: now,
    pinned: false,
    last_activity: now,
    spark_context_id: Number(world.random.digits(15)),
  });
}

export function startCluster(world: World, store: WorkspaceStore, id: string): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "TERMINATED");
  recordEvent(world, store, id, "STARTING", {});
  launch(world, store, "PENDING", cluster);
}

export function restartCluster(world: World, store: WorkspaceStore, id: string): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "RUNNING");
  recordEvent(world, store, id, "RESTARTING", {});
  resetLibraries(store, id);
  launch(world, store, "RESTARTING", cluster);
}

/** A running cluster restarts with its new settings, a stopped one keeps them for its next start. */
export function editCluster(
  world: World,
  store: WorkspaceStore,
  id: string,
  spec: ClusterSpec,
): void {
  const cluster = clusterById(world, store, id);
  requireState(cluster, "RUNNING", "TERMINATED");
  checkSpec(store, spec);
  store.clusters.put(id, { ...cluster, spec });
  recordEvent(world, store, id, "EDITED", {});
  if (cluster.state === "RUNNING") restartCluster(world, store, id);
}

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

/** @throws INVALID_STATE for a pinned one. */
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
  const {
    termination_reason: _reason,
    terminated_time: _time,
    failure: _failure,
    ...kept
  } = cluster;
  const failure = plannedFailure(world);
  return store.clusters.put(cluster.cluster_id, {
    ...kept,
    state,
    state_message: "",
    operation,
    ...(failure && { failure }),
  });
}

/** Faults of the operation `databricks/clusters/launch` end the launch, not the request that asked for it. */
function plannedFailure(world: World): Cluster["failure"] {
  try {
    world.faults.next(LAUNCH);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, message: error.message };
    throw error;
  }
}

function finishLaunch(world: World, store: WorkspaceStore, cluster: Cluster): void {
  const now = world.clock.now();
  if (cluster.failure) {
    const { code, message } = cluster.failure;
    store.clusters.put(cluster.cluster_id, {
      ...cluster,
      state: "TERMINATED",
      terminated_time: now,
      state_message: `${code}(CLIENT_ERROR): ${message}`,
      termination_reason: {
        code,
        type: "CLIENT_ERROR",
        parameters: { azure_error_message: message },
      },
    });
    recordEvent(world, store, cluster.cluster_id, "TERMINATING", { reason: code });
    return;
  }
  const restarted =
    cluster.state === "RESTARTING" ? { last_restarted_time: now } : { start_time: now };
  store.clusters.put(cluster.cluster_id, {
    ...cluster,
    ...restarted,
    state: "RUNNING",
    last_activity: now,
  });
  recordEvent(world, store, cluster.cluster_id, "RUNNING", {});
  installPending(world, store, cluster.cluster_id);
}

/** Stops a running cluster whose idle time is over. Libraries being installed and runs count as use. */
function stopWhenIdle(world: World, store: WorkspaceStore, cluster: Cluster): Cluster {
  const minutes = cluster.spec.autotermination_minutes ?? 0;
  if (cluster.state !== "RUNNING" || minutes === 0) return cluster;
  const now = world.clock.now();
  const id = cluster.cluster_id;
  if (hasPendingLibraries(store, id) || hasActiveRun(store, id)) {
    return store.clusters.put(id, { ...cluster, last_activity: now });
  }
  if (now < cluster.last_activity + minutes * 60_000) return cluster;
  const parameters = { inactivity_duration_min: String(minutes) };
  recordEvent(world, store, id, "TERMINATING", { reason: "INACTIVITY" });
  resetLibraries(store, id);
  return store.clusters.put(id, {
    ...cluster,
    state: "TERMINATED",
    terminated_time: cluster.last_activity + minutes * 60_000,
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
): void {
  const before = store.events.get(id) ?? [];
  const event = { cluster_id: id, timestamp: world.clock.now(), type, details };
  store.events.put(id, [...before, event].slice(-MAX_EVENTS));
}
