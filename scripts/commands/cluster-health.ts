import { signIn, type Session as Arm } from "../../infra/arm";
import type { LabConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import { namesOf } from "../../infra/naming";
import { askWorkspace, type WorkspaceAddress } from "../../infra/workspace-api";
import type { Failure } from "../engine/engine";

/** The cluster of a stack as its workspace sees it. */
export interface ClusterLook {
  id: string;
  address: WorkspaceAddress;
  state: string;
  stateMessage: string;
  /** `SUCCESS` when somebody stopped it, or nobody used it. */
  ending: string | undefined;
  libraries: { name: string; status: string; messages: string[] }[];
}

/** A library in one of these states is not there, and no `up` brings it back: the provider uninstalls it for good. */
const LOST = ["FAILED", "UNINSTALL_ON_RESTART", "SKIPPED"];
const PAGES = 50;

/** Looks by names alone, so that no state need be right. Undefined: no workspace, or no such cluster in it. */
export async function lookAtCluster(config: LabConfig, subscriptionId: string): Promise<ClusterLook | undefined> {
  if (config.layout === "class") return undefined;
  const arm = await signIn();
  const { project, stack } = config;
  const address = await addressOf(arm, subscriptionId, project, config.classStack ?? stack);
  if (!address) return undefined;
  const { cluster } = namesOf({ subscriptionId, project, stack });
  const found = await clusterNamed(arm, address, cluster);
  if (!found) return undefined;
  const status = await ask<Statuses>(arm, address, `/api/2.0/libraries/cluster-status?cluster_id=${found.cluster_id}`);
  return {
    id: found.cluster_id,
    address,
    state: found.state,
    stateMessage: found.state_message ?? "",
    ending: found.termination_reason?.type,
    libraries: (status.library_statuses ?? []).map(({ library, status: state, messages = [] }) => ({
      ...{ name: library.pypi?.package ?? JSON.stringify(library), status: state, messages },
    })),
  };
}

/**
 * Deletes a cluster that lost its library, so that the next `up` makes a new one: it holds no data. Tells which library,
 * or nothing where the cluster is fit.
 */
export async function removeUnfitCluster(look: ClusterLook | undefined): Promise<string | undefined> {
  if (!look) return undefined;
  const lost = look.libraries.filter(({ status }) => LOST.includes(status));
  if (lost.length === 0 && look.libraries.length > 0) return undefined;
  const arm = await signIn();
  const path = "/api/2.1/clusters/permanent-delete";
  const answer = await askWorkspace(arm, look.address, "POST", path, { cluster_id: look.id });
  if (!answer.ok && answer.status !== 404)
    throw new LabError("cloud", `The cluster ${look.id} cannot be deleted: HTTP ${answer.status}`, {
      where: look.address.host,
    });
  return lost.map(({ name }) => name).join(", ") || "its library";
}

/** What is wrong with a cluster although an `up` went well: nobody but the workspace knows. */
export function clusterFailures(look: ClusterLook | undefined, library: string): Failure[] {
  const failure = (message: string): Failure => ({
    urn: look ? `${look.address.host}::${look.id}` : "",
    code: "cluster-unfit",
    message,
    cure: "run `lab up` again: it makes the cluster anew",
  });
  if (!look) return [failure("the cluster is not in its workspace")];
  const broken = look.state === "ERROR" || (look.ending !== undefined && look.ending !== "SUCCESS");
  const found = look.libraries.find(({ name }) => name === library);
  const failures = broken ? [failure(`the cluster did not start: ${look.stateMessage}`)] : [];
  if (!found) failures.push(failure(`the library ${library} is not on the cluster`));
  else if (LOST.includes(found.status))
    failures.push(failure(`the library ${library} is ${found.status}: ${found.messages.join(" ")}`.trim()));
  return failures;
}

interface Statuses {
  library_statuses?: { library: { pypi?: { package: string } }; status: string; messages?: string[] }[];
}
interface Found {
  cluster_id: string;
  cluster_name: string;
  state: string;
  state_message?: string;
  termination_reason?: { type: string };
}

async function addressOf(
  arm: Arm,
  subscriptionId: string,
  project: string,
  stack: string,
): Promise<WorkspaceAddress | undefined> {
  const names = namesOf({ subscriptionId, project, stack });
  const resourceId = `/subscriptions/${subscriptionId}/resourceGroups/${names.resourceGroup}/providers/Microsoft.Databricks/workspaces/${names.databricksWorkspace}`;
  const answer = await arm.send("GET", `${arm.resourceManager}${resourceId}?api-version=2026-01-01`);
  if (!answer.ok) return undefined;
  const { properties } = (await answer.json()) as { properties?: { workspaceUrl?: string } };
  return properties?.workspaceUrl === undefined
    ? undefined
    : { resourceId, host: `https://${properties.workspaceUrl}` };
}

async function clusterNamed(arm: Arm, address: WorkspaceAddress, name: string): Promise<Found | undefined> {
  let page = "";
  for (let k = 0; k < PAGES; k++) {
    const path = `/api/2.1/clusters/list?page_size=100${page}`;
    const { clusters = [], next_page_token: next } = await ask<{ clusters?: Found[]; next_page_token?: string }>(
      ...([arm, address, path] as const),
    );
    const found = clusters.find(({ cluster_name }) => cluster_name === name);
    if (found || !next) return found;
    page = `&page_token=${encodeURIComponent(next)}`;
  }
  return undefined;
}

async function ask<T>(arm: Arm, address: WorkspaceAddress, path: string): Promise<T> {
  const answer = await askWorkspace(arm, address, "GET", path);
  if (answer.ok) return (await answer.json()) as T;
  throw new LabError("cloud", `The workspace refused ${path}: HTTP ${answer.status}`, { where: address.host });
}
