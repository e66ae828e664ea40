import type { World } from "../../core/world";
import { canInstall, pinOf } from "./catalogue";
import { contentOf, type Content } from "../store";
import type { Library, LibraryStatus } from "../entities";

/** Simulated seconds from RUNNING to INSTALLED (reported: 20–60). */
const SECONDS = 40;
const INSTALL = "databricks/libraries/install";

/** Tells libraries apart: their kind and coordinates. */
export const libraryKey = (library: Library): string => JSON.stringify(library);

/** Registers what happens when an installation ends. Targets are `<workspace>/<cluster>/<library key>`. */
export function registerLibraryEffects(world: World): void {
  world.operations.onEnd(INSTALL, (o) => {
    const [workspace = "", ...rest] = o.target.split("/");
    const content = contentOf(world.store, workspace);
    const found = content.libraries.get(rest.join("/"));
    if (found?.operation === o.id && found.status === "INSTALLING")
      content.libraries.put(rest.join("/"), settled(content, found));
  });
}

export const librariesOn = (content: Content, clusterId: string): LibraryStatus[] =>
  content.libraries.values().filter((l) => l.cluster_id === clusterId);

/** Whether some library of a running cluster is still on its way. */
export const librariesSettling = (content: Content, clusterId: string): boolean =>
  librariesOn(content, clusterId).some((l) => l.status === "PENDING" || l.status === "INSTALLING");

/** A look at a cluster's libraries: simulated time jumps towards the end of what is being installed. */
export async function pollLibraries(
  world: World,
  content: Content,
  clusterId: string,
): Promise<LibraryStatus[]> {
  const first = librariesOn(content, clusterId).find((l) => l.status === "INSTALLING");
  if (first?.operation !== undefined) await world.operations.poll(first.operation);
  return librariesOn(content, clusterId);
}

/** Asks for libraries; on a cluster that does not run they wait. A library that is there already stays as it is. */
export function installLibraries(
  world: World,
  content: Content,
  clusterId: string,
  libraries: Library[],
): void {
  for (const library of libraries) {
    const key = `${clusterId}/${libraryKey(library)}`;
    const found = content.libraries.get(key);
    if (found && found.status !== "FAILED" && found.status !== "UNINSTALL_ON_RESTART") continue;
    content.libraries.put(key, { cluster_id: clusterId, library, status: "PENDING", messages: [] });
  }
  if (content.clusters.get(clusterId)?.state === "RUNNING")
    installPending(world, content, clusterId);
}

/** On a running cluster a library goes at the next restart, else at once. */
export function uninstallLibraries(
  content: Content,
  clusterId: string,
  libraries: Library[],
): void {
  const running = content.clusters.get(clusterId)?.state === "RUNNING";
  for (const library of libraries) {
    const key = `${clusterId}/${libraryKey(library)}`;
    if (running) content.libraries.update(key, (l) => ({ ...l, status: "UNINSTALL_ON_RESTART" }));
    else content.libraries.delete(key);
  }
}

/** Begins to install what waits, when a cluster has come up. */
export function installPending(world: World, content: Content, clusterId: string): void {
  for (const [key, library] of content.libraries.entries())
    if (library.cluster_id === clusterId && library.status === "PENDING") {
      const operation = world.operations.start(
        INSTALL,
        `${content.workspaceId}/${key}`,
        SECONDS,
      ).id;
      content.libraries.put(key, { ...library, status: "INSTALLING", operation });
    }
}

/** A cluster that stops loses what was to be uninstalled and installs the rest again when it comes up. */
export function restartLibraries(content: Content, clusterId: string): void {
  for (const [key, library] of content.libraries.entries()) {
    if (library.cluster_id !== clusterId) continue;
    if (library.status === "UNINSTALL_ON_RESTART") content.libraries.delete(key);
    else content.libraries.put(key, { ...library, status: "PENDING", messages: [] });
  }
}

function settled(content: Content, status: LibraryStatus): LibraryStatus {
  const failure = failureOf(content, status);
  return failure === undefined
    ? { ...status, status: "INSTALLED" }
    : { ...status, status: "FAILED", messages: [failure] };
}

/** The text a failed installation leaves, in the service's words (reported), or undefined when it succeeds. */
function failureOf(content: Content, { cluster_id, library }: LibraryStatus): string | undefined {
  const requirement = library.pypi?.package;
  if (requirement === undefined) return undefined;
  const { name } = pinOf(requirement);
  const other = librariesOn(content, cluster_id).some(
    (l) =>
      (l.status === "INSTALLED" || l.status === "UNINSTALL_ON_RESTART") &&
      l.library.pypi?.package !== requirement &&
      l.library.pypi !== undefined &&
      pinOf(l.library.pypi.package).name === name,
  );
  if (other)
    return `PyPI package ${name} has been installed already. To install another version, uninstall it and restart the cluster first.`;
  if (canInstall(requirement)) return undefined;
  return [
    `Library installation attempted on the driver node of cluster ${cluster_id} and failed. Pip could not find a version that satisfies the requirement for the library.`,
    "Please check your library version and dependencies.",
    "Error Code: NO_MATCHING_DISTRIBUTION_ERROR, error message: org.apache.spark.SparkException: Process List(bash,",
    "/local_disk0/.ephemeral_nfs/cluster_libraries/python/python_start_clusterwide.sh,",
    `/local_disk0/.ephemeral_nfs/cluster_libraries/python/bin/pip, install, ${requirement}, --disable-pip-version-check) exited with code 1.`,
    `ERROR: No matching distribution found for ${requirement}`,
  ].join(" ");
}
