import { own } from "../../../../infra/json-object";
import { isEnforced } from "../../azure/refusals";
import type { World } from "../../core/world";
import { hasPermission, permissionType } from "../permissions/acl";
import { parseRequirement } from "../clusters/pypi";
import { clusterById } from "../clusters/clusters";
import type { WorkspaceStore } from "../store";
import type { Member, Run, Task } from "../entities";
import { dbfsPath, pathOf } from "./task";
import { librariesOn, hasPendingLibraries } from "../clusters/libraries";

/*
 * @parity
 * - a run on a cluster whose openai is older than 1.55.3 beside httpx 0.28 or newer fails with the
 *   TypeError about `proxies` — reported (openai-python 1902)
 */

/** Why a run ends before its notebook starts, in the service's words. */
interface Failure {
  code: string;
  state_message: string;
}

/** Whether a queued run can start: `go`, `wait`, or why it fails. */
export function startDecision(
  world: World,
  store: WorkspaceStore,
  run: Run,
): "go" | "wait" | Failure {
  const id = run.task.existing_cluster_id;
  if (!store.clusters.get(id))
    return { code: "CLUSTER_ERROR", state_message: `Cluster '${id}' does not exist.` };
  const cluster = clusterById(world, store, id);
  if (cluster.state === "TERMINATED" || cluster.state === "TERMINATING")
    return {
      code: "CLUSTER_ERROR",
      state_message: `Cluster '${id}' was terminated. Reason: ${cluster.termination_reason?.code ?? "unknown"}. ${cluster.state_message}`,
    };
  if (cluster.state !== "RUNNING" || hasPendingLibraries(store, id)) return "wait";
  const failed = librariesOn(store, id).find((l) => l.status === "FAILED");
  if (failed)
    return {
      code: "LIBRARY_INSTALLATION_ERROR",
      state_message: `Library installation failed for library due to user error for ${describeRequirement(failed.library.pypi?.package)} Error messages:\n${failed.messages.join("\n")}`,
    };
  return accessProblem(store, run) ?? libraryConflict(world, store, id) ?? "go";
}

/** httpx as the ML runtimes ship it (Databricks' per-runtime constraint files). */
const SHIPPED_HTTPX: Record<string, string> = {
  "15.4": "0.27.0",
  "16.4": "0.28.1",
  "17.3": "0.27.0",
};
const CONFLICT = "LibraryConflict";

/** What the notebook's first client raises: openai before 1.55.3 with httpx 0.28 or newer. */
function libraryConflict(world: World, store: WorkspaceStore, id: string): Failure | undefined {
  const runtime = store.clusters.get(id)?.spec.spark_version.split(".x-")[0] ?? "";
  const httpx = own(SHIPPED_HTTPX, runtime) ?? "0";
  const requirements = librariesOn(store, id).map(({ library }) =>
    parseRequirement(library.pypi?.package ?? ""),
  );
  const openai = requirements.find(({ name }) => name === "openai")?.version;
  const isOld = openai !== undefined && isBefore(openai, "1.55.3");
  if (!isOld || isBefore(httpx, "0.28") || !isEnforced(world, CONFLICT)) return undefined;
  return {
    code: "RUN_EXECUTION_ERROR",
    state_message: "TypeError: Client.__init__() got an unexpected keyword argument 'proxies'",
  };
}

const isBefore = (version: string, limit: string): boolean =>
  version.localeCompare(limit, undefined, { numeric: true }) < 0;

function describeRequirement(requirement: string | undefined): string {
  if (requirement === undefined) return "a library";
  return `pypi { package: "${requirement}" } (${parseRequirement(requirement).name})`;
}

/** Checks that the run's member may use the cluster and may read what it runs. */
function accessProblem(store: WorkspaceStore, run: Run): Failure | undefined {
  const member = store.members.get(run.memberId);
  const id = run.task.existing_cluster_id;
  const single = store.clusters.get(id)?.spec.single_user_name;
  const name = member?.userName ?? "?";
  if (single !== undefined && single.toLowerCase() !== name.toLowerCase())
    return {
      code: "RUN_EXECUTION_ERROR",
      state_message: `Single-user check failed: user '${name}' attempted to run a command on single-user cluster ${id}, but the single user of this cluster is '${single}'`,
    };
  if (isReadable(store, member, run.task)) return undefined;
  const path = pathOf(run.task);
  const what = run.task.notebook_task
    ? `access the notebook "${path}"`
    : `read the python file ${path}`;
  return {
    code: "RESOURCE_NOT_FOUND",
    state_message: `Unable to ${what}. Either it does not exist, or the identity used to run this job, ${name}, lacks the required permissions.`,
  };
}

/** Files of DBFS are everybody's. */
function isReadable(store: WorkspaceStore, member: Member | undefined, task: Task): boolean {
  const path = pathOf(task);
  const inDbfs = dbfsPath(path);
  if (inDbfs !== undefined) return store.dbfs.get(inDbfs)?.is_dir === false;
  const object = store.objects.get(path);
  const wanted = task.notebook_task ? "NOTEBOOK" : "FILE";
  if (!member || object?.object_type !== wanted) return false;
  const id = String(object.object_id);
  return hasPermission(store, { member }, permissionType[wanted], id, "CAN_READ");
}
