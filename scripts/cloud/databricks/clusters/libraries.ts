import { type Operation, startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { isInstallable, parseRequirement } from "./pypi";
import { workspaceStore, type WorkspaceStore } from "../store";
import type { Library, LibraryStatus } from "../entities";

/*
 * @parity
 * - a failed cluster library makes runs on that cluster fail — guessed
 */

/** Simulated seconds from RUNNING to INSTALLED (reported: 20–60). */
const INSTALL_SECONDS = 40;
const INSTALL = "databricks/libraries/install";

/** Identity of a library: its kind and coordinates, as JSON. */
const libraryKey = (library: Library): string => JSON.stringify(library);

/**
 * Registers the effect of an installation that ends. Targets are
 * `<workspace>/<cluster>/<library key>`.
 */
export function registerLibraryEffects(world: World): void {
  world.operations.onEnd(INSTALL, (o) => {
    const [workspace = "", ...rest] = o.target.split("/");
    const store = workspaceStore(world.store, workspace);
    const found = store.libraries.get(rest.join("/"));
    if (found?.operation === o.id && found.status === "INSTALLING")
      store.libraries.put(rest.join("/"), installationResult(store, found, o.error));
  });
}

/** All libraries of a cluster. */
export const librariesOn = (store: WorkspaceStore, clusterId: string): LibraryStatus[] =>
  store.libraries.values().filter((l) => l.cluster_id === clusterId);

/** Whether a library of a cluster waits to be installed or is being installed. */
export const hasPendingLibraries = (store: WorkspaceStore, clusterId: string): boolean =>
  librariesOn(store, clusterId).some((l) => l.status === "PENDING" || l.status === "INSTALLING");

/** Reads the libraries of a cluster; during an installation the clock moves towards its end. */
export async function pollLibraries(
  world: World,
  store: WorkspaceStore,
  clusterId: string,
): Promise<LibraryStatus[]> {
  const first = librariesOn(store, clusterId).find((l) => l.status === "INSTALLING");
  if (first?.operation !== undefined) await world.operations.poll(first.operation);
  return librariesOn(store, clusterId);
}

/**
 * Installs libraries; on a cluster that does not run they wait for its start. A library that is
 * installed already stays as it is.
 */
export function installLibraries(
  world: World,
  store: WorkspaceStore,
  clusterId: string,
  libraries: Library[],
): void {
  for (const library of libraries) {
    const key = `${clusterId}/${libraryKey(library)}`;
    const found = store.libraries.get(key);
    if (found && found.status !== "FAILED" && found.status !== "UNINSTALL_ON_RESTART") continue;
    store.libraries.put(key, { cluster_id: clusterId, library, status: "PENDING", messages: [] });
  }
  if (store.clusters.get(clusterId)?.state === "RUNNING") installPending(world, store, clusterId);
}

/** Removes libraries: at the next restart of a running cluster, otherwise at once. */
export function uninstallLibraries(
  store: WorkspaceStore,
  clusterId: string,
  libraries: Library[],
): void {
  const running = store.clusters.get(clusterId)?.state === "RUNNING";
  for (const library of libraries) {
    const key = `${clusterId}/${libraryKey(library)}`;
    if (running) store.libraries.update(key, (l) => ({ ...l, status: "UNINSTALL_ON_RESTART" }));
    else store.libraries.delete(key);
  }
}

/** Starts to install the libraries that wait for the cluster. */
export function installPending(world: World, store: WorkspaceStore, clusterId: string): void {
  for (const [key, library] of store.libraries.entries())
    if (library.cluster_id === clusterId && library.status === "PENDING") {
      const target = `${store.workspaceId}/${key}`;
      const operation = startFallible(world, INSTALL, target, INSTALL_SECONDS).id;
      store.libraries.put(key, { ...library, status: "INSTALLING", operation });
    }
}

/**
 * After a stop: removes the libraries marked for removal and lets the others wait for the start.
 */
export function resetLibraries(store: WorkspaceStore, clusterId: string): void {
  for (const [key, library] of store.libraries.entries()) {
    if (library.cluster_id !== clusterId) continue;
    if (library.status === "UNINSTALL_ON_RESTART") store.libraries.delete(key);
    else store.libraries.put(key, { ...library, status: "PENDING", messages: [] });
  }
}

function installationResult(
  store: WorkspaceStore,
  status: LibraryStatus,
  error: Operation["error"],
): LibraryStatus {
  const failure = error?.message ?? installationFailure(store, status);
  if (failure === undefined) return { ...status, status: "INSTALLED" };
  return { ...status, status: "FAILED", messages: [failure] };
}

/** The message of a failed installation (as reported); undefined when it succeeds. */
function installationFailure(
  store: WorkspaceStore,
  { cluster_id, library }: LibraryStatus,
): string | undefined {
  const requirement = library.pypi?.package;
  if (requirement === undefined) return undefined;
  const { name } = parseRequirement(requirement);
  const hasOtherVersion = librariesOn(store, cluster_id).some(
    (l) =>
      (l.status === "INSTALLED" || l.status === "UNINSTALL_ON_RESTART") &&
      l.library.pypi?.package !== requirement &&
      l.library.pypi !== undefined &&
      parseRequirement(l.library.pypi.package).name === name,
  );
  if (hasOtherVersion)
    return `PyPI package ${name} has been installed already. To install another version, uninstall it and restart the cluster first.`;
  if (isInstallable(requirement)) return undefined;
  return [
    `Library installation attempted on the driver node of cluster ${cluster_id} and failed. Pip could not find a version that satisfies the requirement for the library.`,
    "Please check your library version and dependencies.",
    "Error Code: NO_MATCHING_DISTRIBUTION_ERROR, error message: org.apache.spark.SparkException: Process List(bash,",
    "/local_disk0/.ephemeral_nfs/cluster_libraries/python/python_start_clusterwide.sh,",
    `/local_disk0/.ephemeral_nfs/cluster_libraries/python/bin/pip, install, ${requirement}, --disable-pip-version-check) exited with code 1.`,
    `ERROR: No matching distribution found for ${requirement}`,
  ].join(" ");
}
