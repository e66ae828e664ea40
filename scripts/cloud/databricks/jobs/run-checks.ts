import { own } from "../../../../infra/json-object";
import { isEnforced } from "../../azure/refusals";
import type { World } from "../../core/world";
import { hasPermission } from "../permissions/acl";
import { parseRequirement } from "../clusters/pypi";
import { clusterById } from "../clusters/clusters";
import type { WorkspaceStore } from "../store";
import type { Run } from "../entities";
import { librariesOn, hasPendingLibraries } from "../clusters/libraries";

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

/** Checks that the run's member may use the cluster and may read the notebook. */
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
  const path = run.task.notebook_task.notebook_path;
  const notebook = store.objects.get(path);
  const readable =
    member &&
    notebook?.object_type === "NOTEBOOK" &&
    hasPermission(store, { member }, "notebooks", String(notebook.object_id), "CAN_READ");
  if (!readable)
    return {
      code: "RESOURCE_NOT_FOUND",
      state_message: `Unable to access the notebook "${path}". Either it does not exist, or the identity used to run this job, ${name}, lacks the required permissions.`,
    };
  return undefined;
}
