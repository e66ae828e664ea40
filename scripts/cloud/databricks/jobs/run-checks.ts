import type { World } from "../../core/world";
import { holds } from "../permissions/acl";
import { pinOf } from "../clusters/catalogue";
import { clusterById } from "../clusters/clusters";
import type { Content } from "../store";
import type { Run } from "../entities";
import { librariesOn, librariesSettling } from "../clusters/libraries";

/** Whether a queued run can begin: `go`, `wait`, or the reason why it never will, in the service's words. */
export function refusal(
  world: World,
  content: Content,
  run: Run,
): "go" | "wait" | { code: string; state_message: string } {
  const id = run.task.existing_cluster_id;
  if (!content.clusters.get(id))
    return { code: "CLUSTER_ERROR", state_message: `Cluster '${id}' does not exist.` };
  const cluster = clusterById(world, content, id);
  if (cluster.state === "TERMINATED" || cluster.state === "TERMINATING")
    return {
      code: "CLUSTER_ERROR",
      state_message: `Cluster '${id}' was terminated. Reason: ${cluster.termination_reason?.code ?? "unknown"}. ${cluster.state_message}`,
    };
  if (cluster.state !== "RUNNING" || librariesSettling(content, id)) return "wait";
  const failed = librariesOn(content, id).find((l) => l.status === "FAILED");
  if (failed)
    return {
      code: "LIBRARY_INSTALLATION_ERROR",
      state_message: `Library installation failed for library due to user error for ${describe(failed.library.pypi?.package)} Error messages:\n${failed.messages.join("\n")}`,
    };
  return person(content, run) ?? "go";
}

const describe = (requirement: string | undefined): string =>
  requirement === undefined
    ? "a library"
    : `pypi { package: "${requirement}" } (${pinOf(requirement).name})`;

function person(content: Content, run: Run): { code: string; state_message: string } | undefined {
  const member = content.members.get(run.memberId);
  const id = run.task.existing_cluster_id;
  const single = content.clusters.get(id)?.spec.single_user_name;
  const name = member?.userName ?? "?";
  if (single !== undefined && single.toLowerCase() !== name.toLowerCase())
    return {
      code: "RUN_EXECUTION_ERROR",
      state_message: `Single-user check failed: user '${name}' attempted to run a command on single-user cluster ${id}, but the single user of this cluster is '${single}'`,
    };
  const path = run.task.notebook_task.notebook_path;
  const notebook = content.objects.get(path);
  const readable =
    member &&
    notebook?.object_type === "NOTEBOOK" &&
    holds(content, { member }, "notebooks", String(notebook.object_id), "CAN_READ");
  if (!readable)
    return {
      code: "RESOURCE_NOT_FOUND",
      state_message: `Unable to access the notebook "${path}". Either it does not exist, or the identity used to run this job, ${name}, lacks the required permissions.`,
    };
  return undefined;
}
