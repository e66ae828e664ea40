import type { LabConfig } from "../../../infra/config";
import { namesOf } from "../../../infra/names/physical-names";
import { type Cluster, clustersNamed } from "../../../infra/azure/workspace-api";
import { type PollOptions, readUntil } from "../../base/read-until";
import type { Failure } from "../../engine/engine";
import { azureClients } from "../../lib/azure/clients";
import type { AzureSession } from "../../lib/azure/session";
import { openWorkspace, type Workspace } from "../../lib/azure/workspace";

/** The state of a stack's cluster, as its workspace reports it. */
export interface ClusterHealth {
  id: string;
  workspace: Workspace;
  state: string;
  stateMessage: string;
  /** Why the cluster ended: `SUCCESS` when a user stopped it, or after it was idle. */
  ending: string | undefined;
  libraries: { name: string; status: string; messages: string[] }[];
  /**
   * Ids of other clusters with its name and by its creator. The provider asks again where an answer
   * is lost, and a cluster may have been made each time.
   */
  copies: string[];
}

/**
 * States of a library that is not installed. No `up` installs it again, because the provider
 * uninstalls it for good.
 */
const LOST = ["FAILED", "UNINSTALL_ON_RESTART", "SKIPPED"];

/** States that end by themselves: a cluster restarts when it is edited. */
const CHANGING = ["PENDING", "RESTARTING", "RESIZING", "TERMINATING"];

/**
 * Reads the cluster by its name, once it no longer changes. Undefined when it or its workspace does
 * not exist.
 * @param recorded its id in the state; only what that records has copies
 */
export async function readClusterHealth(
  config: LabConfig,
  session: AzureSession,
  recorded: string | undefined,
  polling: PollOptions,
): Promise<ClusterHealth | undefined> {
  if (config.layout === "class") return undefined;
  const workspace = await openWorkspace(config, session, azureClients(session));
  if (!workspace) return undefined;
  const { cluster } = namesOf({ ...config, subscriptionId: session.subscriptionId });
  const pick = (all: Cluster[]): Cluster | undefined =>
    all.find(({ cluster_id }) => cluster_id === recorded) ?? all[0];
  const all = await readUntil(
    () => clustersNamed(workspace.get, cluster),
    (clusters) => !CHANGING.includes(pick(clusters)?.state ?? ""),
    polling,
  );
  const found = pick(all);
  if (!found) return undefined;
  const {
    cluster_id: id,
    state,
    state_message: stateMessage = "",
    termination_reason: ending,
    creator_user_name: creator,
  } = found;
  const copies = all.filter((one) => one !== found && one.creator_user_name === creator);
  const statuses = await workspace.get<Statuses>(
    `/api/2.0/libraries/cluster-status?cluster_id=${id}`,
  );
  return {
    id,
    workspace,
    state,
    stateMessage,
    ending: ending?.type,
    copies: id === recorded ? copies.map(({ cluster_id }) => cluster_id) : [],
    libraries: (statuses?.library_statuses ?? []).map(({ library, status, messages = [] }) => {
      return { name: library.pypi?.package ?? JSON.stringify(library), status, messages };
    }),
  };
}

/**
 * Deletes a cluster that did not start or lost a library, so that the next `up` creates a new one: a
 * cluster holds no data.
 * @returns what happened to the cluster, as a predicate; undefined when it is fit
 */
export async function deleteUnfitCluster(
  health: ClusterHealth | undefined,
): Promise<string | undefined> {
  const why = health && unfitness(health);
  if (!why) return undefined;
  await deleteCluster(health, health.id);
  return why;
}

/** Deletes the copies of a cluster. @returns how many there were */
export async function deleteCopies(health: ClusterHealth | undefined): Promise<number> {
  if (!health) return 0;
  for (const id of health.copies) await deleteCluster(health, id);
  return health.copies.length;
}

const deleteCluster = ({ workspace }: ClusterHealth, id: string): Promise<void> =>
  workspace.post("/api/2.1/clusters/permanent-delete", { cluster_id: id });

function unfitness(health: ClusterHealth): string | undefined {
  if (isBroken(health)) return "did not start";
  const lost = health.libraries.filter(({ status }) => LOST.includes(status));
  if (lost.length === 0 && health.libraries.length > 0) return undefined;
  return `lost ${lost.map(({ name }) => name).join(", ") || "its library"}`;
}

const isBroken = ({ state, ending }: ClusterHealth): boolean =>
  state === "ERROR" || (ending !== undefined && ending !== "SUCCESS");

/** What is wrong with a cluster although `up` had no failure: only the workspace reports it. */
export function clusterFailures(health: ClusterHealth | undefined, library: string): Failure[] {
  const failure = (message: string): Failure => ({
    urn: health ? `${health.workspace.host}::${health.id}` : "",
    code: "cluster-unfit",
    message,
    cure: "run `lab up` again: it creates the cluster again",
  });
  if (!health) return [failure("the cluster is not in its workspace")];
  const found = health.libraries.find(({ name }) => name === library);
  const failures = isBroken(health)
    ? [failure(`the cluster did not start: ${health.stateMessage}`)]
    : [];
  if (!found) failures.push(failure(`the library ${library} is not on the cluster`));
  else if (LOST.includes(found.status))
    failures.push(
      failure(`the library ${library} is ${found.status}: ${found.messages.join(" ")}`.trim()),
    );
  return failures;
}

/** What a fit cluster does, in words: `running, library installed`. */
export function clusterText({ state, libraries }: ClusterHealth, library: string): string {
  const installed = libraries.some(
    ({ name, status }) => name === library && status === "INSTALLED",
  );
  const does = state === "TERMINATED" ? "stopped" : state.toLowerCase();
  return `${does}, library ${installed ? "installed" : "not installed yet"}`;
}

interface Statuses {
  library_statuses?: {
    library: { pypi?: { package: string } };
    status: string;
    messages?: string[];
  }[];
}
