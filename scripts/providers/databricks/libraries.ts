import type { Props } from "../../engine/plugin";
import { asList, asProps, asString, same } from "../values";
import { backOffMs, type DatabricksClient } from "./client";
import { fromApi, toApi } from "./names";

const API = "/api/2.0/libraries";

/** A library of a cluster and the state of its installation. */
export interface LibraryStatus {
  /** In the SDK's shape, e.g. `{pypi: {package: "openai==2.54.0"}}`. */
  library: Props;
  status: string;
  messages: string[];
}

const IN_PROGRESS = new Set(["PENDING", "RESOLVING", "INSTALLING"]);
/** The real provider's waits double from half a second. */
const FIRST_WAIT_MS = 500;

/** The libraries in inputs or outputs. */
export const librariesOf = (props: Props): Props[] => asList(props.libraries);

const request =
  (action: string) =>
  (client: DatabricksClient, clusterId: string, libraries: Props[]): Promise<Props> =>
    client.post(`${API}/${action}`, { cluster_id: clusterId, libraries: libraries.map(toApi) });

/** Requests the installation of libraries. */
export const install = request("install");
/** Requests that libraries are uninstalled, which happens at the next restart. */
export const uninstall = request("uninstall");

/** Reads the states of a cluster's own libraries. */
export async function libraryStatuses(
  client: DatabricksClient,
  clusterId: string,
): Promise<LibraryStatus[]> {
  const answer = await client.get(`${API}/cluster-status`, { cluster_id: clusterId });
  return asList(answer.library_statuses)
    .filter((entry) => entry.is_library_for_all_clusters !== true)
    .map((entry) => ({
      library: fromApi(asProps(entry.library)),
      status: asString(entry.status) ?? "",
      messages: Array.isArray(entry.messages) ? entry.messages.map(String) : [],
    }));
}

/**
 * Polls until no installation runs; an unknown status counts as finished.
 * @throws Error after `ms` of the real provider's time
 */
export async function waitForLibraries(
  client: DatabricksClient,
  clusterId: string,
  ms: number,
): Promise<LibraryStatus[]> {
  for (let wait = FIRST_WAIT_MS, waited = 0; ; wait = Math.min(2 * wait, backOffMs(10))) {
    const current = await libraryStatuses(client, clusterId);
    const pending = current.filter(({ status }) => IN_PROGRESS.has(status));
    if (pending.length === 0) return current;
    waited += wait;
    if (waited > ms)
      throw new Error(
        `timed out: ${pending.map(({ library }) => nameOf(library)).join(", ")} not installed`,
      );
    await client.pauses.poll(wait);
  }
}

/** @throws Error with the installer's messages when a library failed */
export function requireInstalled(current: LibraryStatus[]): void {
  const failures = current
    .filter(({ status }) => status === "FAILED")
    .map(({ library, messages }) => `${nameOf(library)} failed: ${messages.join(", ")}`);
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

/**
 * Which libraries to install and to uninstall. A listed library counts as installed whatever its
 * state, so that a failed one is never installed again, as in the real provider.
 */
export function libraryChange(
  desired: Props[],
  current: LibraryStatus[],
): { install: Props[]; uninstall: Props[] } {
  const present = current.map(({ library }) => library);
  const installed = current
    .filter(({ status }) => status !== "UNINSTALL_ON_RESTART")
    .map(({ library }) => library);
  const includes = (list: Props[], one: Props): boolean => list.some((other) => same(other, one));
  return {
    install: desired.filter((library) => !includes(present, library)),
    uninstall: installed.filter((library) => !includes(desired, library)),
  };
}

/** `pypi:openai==2.54.0` */
function nameOf(library: Props): string {
  const [kind = "library", value] = Object.entries(library)[0] ?? [];
  const { package: name, coordinates } = asProps(value);
  return `${kind}:${asString(value) ?? asString(name ?? coordinates) ?? ""}`;
}
