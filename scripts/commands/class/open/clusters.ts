import { LabError } from "../../../../infra/errors";
import type { Clock } from "../../../base/clock";
import { memoised } from "../../../base/memoised";
import type { SeatState } from "../../../class/seat-state";
import type { ClusterEvent } from "../../../class/worked-time";
import type { AzureSession } from "../../../lib/azure/session";
import { openWorkspaceAt, type Workspace } from "../../../lib/azure/workspace";

/** What `clusters/get` says of a cluster, as far as it is read here. Times are milliseconds. */
export interface Cluster {
  state: string;
  /** The student who may use it. */
  single_user_name?: string;
  state_message?: string;
  start_time?: number;
  last_restarted_time?: number;
  termination_reason?: { type?: string };
}

interface EventsAnswer {
  events?: ClusterEvent[];
  /** The whole request for the events after these; absent with the last. */
  next_page?: object;
}

/** What the cluster of a seat makes of it. */
export interface ClusterState {
  state: SeatState;
  reason: string | null;
  /** Since when it answers, as ISO text. */
  ready: string | null;
}

/** The states of clusters in Databricks' words (Clusters API 2.1, ClusterState). */
const STATES: Partial<Record<string, SeatState>> = {
  PENDING: "starting",
  RESTARTING: "starting",
  RUNNING: "ready",
  RESIZING: "ready",
  TERMINATING: "stopping",
  TERMINATED: "stopped",
};

/** Between two looks at a cluster that starts or stops. */
const POLL_MS = 15_000;
/** A cluster takes minutes; after half an hour something is wrong with it. */
const MAX_POLLS = 120;

/** The most that one answer has (Clusters API 2.1, `clusters/events`): months of a class. */
const PAGE = 500;
/** Pages of one cluster that are read: more than a cluster makes in the months of a course. */
const MAX_PAGES = 10;

/** The clusters of seats, found by the outputs of their stacks; each workspace is opened once. */
export class Clusters {
  private readonly workspaces = new Map<string, Promise<Workspace | undefined>>();

  constructor(private readonly azure: AzureSession) {}

  /** @throws LabError `cloud` | `sign-in`; RestError of Azure's client */
  async read(outputs: Outputs): Promise<ClusterState> {
    if (!(await this.workspaceOf(outputs))) return unhealthy("its workspace does not exist");
    const cluster = await this.find(outputs);
    if (!cluster) return unhealthy("its cluster does not exist");
    return describe(cluster);
  }

  /** What Databricks says of a cluster; undefined when it does not exist. @throws as `read` */
  async find(outputs: Outputs): Promise<Cluster | undefined> {
    const workspace = await this.workspaceOf(outputs);
    const id = encodeURIComponent(String(outputs["clusterId"]));
    return workspace?.get<Cluster>(`/api/2.1/clusters/get?cluster_id=${id}`);
  }

  /**
   * What its log says happened to a cluster, the last first; undefined where the log is not there, or
   * too long to be read.
   * @param since milliseconds: what is read ends with the first event found that is not later
   */
  async events(outputs: Outputs, since = -Infinity): Promise<ClusterEvent[] | undefined> {
    if (!("clusterId" in outputs)) return [];
    const workspace = await this.workspaceOf(outputs);
    const all: ClusterEvent[] = [];
    let page: object = {
      cluster_id: String(outputs["clusterId"]),
      event_types: ["RUNNING", "TERMINATING"],
      order: "DESC",
      limit: PAGE,
    };
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const answer = await workspace?.ask<EventsAnswer>("/api/2.1/clusters/events", page);
      if (!answer) return undefined;
      all.push(...(answer.events ?? []));
      if (!answer.next_page || all.some(({ timestamp }) => timestamp <= since)) return all;
      page = answer.next_page;
    }
    return undefined;
  }

  /** Starts a cluster and waits until it answers. @throws as `read` */
  start = (outputs: Outputs, clock: Clock, signal: AbortSignal): Promise<ClusterState> =>
    this.bring(outputs, { call: "start", from: "stopped", through: "starting" }, clock, signal);

  /** Turns a cluster off and waits until it is. @throws as `read` */
  stop = (outputs: Outputs, clock: Clock, signal: AbortSignal): Promise<ClusterState> =>
    this.bring(outputs, { call: "delete", from: "ready", through: "stopping" }, clock, signal);

  private async bring(
    outputs: Outputs,
    { call, from, through }: { call: "start" | "delete"; from: SeatState; through: SeatState },
    clock: Clock,
    signal: AbortSignal,
  ): Promise<ClusterState> {
    let found = await this.read(outputs);
    const workspace = await this.workspaceOf(outputs);
    const ask = { cluster_id: String(outputs["clusterId"]) };
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      if (found.state === from) await workspace?.post(`/api/2.1/clusters/${call}`, ask);
      else if (found.state !== through && found.state !== opposite(through)) return found;
      await clock.sleep(POLL_MS, signal);
      found = await this.read(outputs);
    }
    throw new LabError("cloud", `its cluster is still ${found.state} after half an hour`, {
      where: ask.cluster_id,
      cure: "look at its event log in the workspace, then run the same command again",
    });
  }

  /** The workspace that a seat works in; undefined when it does not exist. */
  workspaceOf(outputs: Outputs): Promise<Workspace | undefined> {
    const resourceId = String(outputs["databricksWorkspaceResourceId"]);
    const opened = this.workspaces.get(resourceId) ?? openWorkspaceAt(resourceId, this.azure);
    this.workspaces.set(resourceId, opened);
    return opened;
  }
}

/** The clusters for one look at a class: what is asked of one is read once, and its log as a whole. */
export class ClustersReadOnce extends Clusters {
  override readonly find = memoised((outputs: Outputs) => super.find(outputs));
  override readonly events = memoised((outputs: Outputs) => super.events(outputs));
}

/** Outputs of a seat's stack. */
type Outputs = Record<string, unknown>;

/** A cluster that is being stopped is waited for before it is started, and the other way round. */
const opposite = (state: SeatState): SeatState => (state === "starting" ? "stopping" : "starting");

const unhealthy = (reason: string): ClusterState => ({ state: "unhealthy", reason, ready: null });

function describe(cluster: Cluster): ClusterState {
  const { state, state_message: message = "", termination_reason: ending } = cluster;
  const known = STATES[state] ?? "unhealthy";
  // Of a cluster that a person or its idle time ended, SUCCESS.
  if (known === "stopped" && ending?.type !== undefined && ending.type !== "SUCCESS")
    return unhealthy(`its cluster did not start: ${message}`);
  if (known === "unhealthy") return unhealthy(`its cluster is ${state}: ${message}`);
  if (known === "stopped") return { state: known, reason: "its cluster is off", ready: null };
  const since = cluster.last_restarted_time ?? cluster.start_time;
  if (known !== "ready" || since === undefined) return { state: known, reason: null, ready: null };
  return { state: known, reason: null, ready: new Date(since).toISOString() };
}
