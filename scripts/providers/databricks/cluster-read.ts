import { own } from "../../../infra/json-object";
import type { Props } from "../../engine/plugin";
import { asList, asProps, asString, inOrderOf, pick, same } from "../values";
import { backOffMs, type DatabricksClient } from "./client";
import { DatabricksError, isNotFound } from "./errors";
import { librariesOf, waitForLibraries, libraryStatuses, uninstall } from "./libraries";
import { fromApi } from "./names";

export const API = "/api/2.1/clusters";

/**
 * Inputs in the body of create and edit. The others control the provider or have requests of their
 * own.
 */
export const API_INPUTS = [
  "applyPolicyDefaultValues autoscale autoterminationMinutes azureAttributes clusterLogConf clusterName customTags",
  "dataSecurityMode dockerImage driverInstancePoolId driverNodeTypeId enableElasticDisk enableLocalDiskEncryption",
  "idempotencyToken initScripts instancePoolId isSingleNode kind nodeTypeId numWorkers policyId runtimeEngine",
  "singleUserName sparkConf sparkEnvVars sparkVersion sshPublicKeys useMlRuntime workloadType",
].flatMap((names) => names.split(" "));
/** Inputs that the service does not return, so that the state's values are kept. */
const NOT_RETURNED = new Set(["applyPolicyDefaultValues", "idempotencyToken"]);
/** Properties with defaults of the service; an edit sends them back as last read. */
export const SERVICE_DEFAULTS = ["driverNodeTypeId", "azureAttributes", "enableElasticDisk"];
export const START_TIMEOUT_MS = 20 * 60 * 1000;

/**
 * Waits until the cluster runs. Returns the real provider's wait in ms.
 * @throws Error with the state message at a failure
 */
export async function waitUntilRunning(
  client: DatabricksClient,
  id: string,
  limit: number,
): Promise<number> {
  for (let attempt = 1, waited = 0; ; attempt++) {
    const found = await client.get(`${API}/get`, { cluster_id: id });
    const state = asString(found.state) ?? "";
    if (state === "RUNNING") return waited;
    const message = asString(found.state_message) ?? "";
    if (state === "ERROR" || state === "TERMINATED")
      throw new Error(`failed to reach RUNNING, got ${state}: ${message}`);
    waited += backOffMs(attempt);
    if (waited > limit) throw new Error(`timed out: ${message}`);
    await client.pauses.poll(backOffMs(attempt));
  }
}

/**
 * Reads the cluster, whether it is pinned, and its libraries where the state has any. Uninstalls
 * failed libraries.
 */
export async function readCluster(
  client: DatabricksClient,
  id: string,
  props: Props,
): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const query = { "filter_by.is_pinned": "true", page_size: "100" };
  const pinned = await client.get(`${API}/list`, query);
  const live = fromApi(found);
  const isPinned = asList(pinned.clusters).some((one) => one.cluster_id === id);
  const kept = Object.fromEntries(
    Object.entries(props).filter(
      ([name]) => !API_INPUTS.includes(name) || NOT_RETURNED.has(name) || isZero(props, name),
    ),
  );
  const outputs: Props = {
    ...kept,
    ...pick(live, API_INPUTS),
    clusterId: id,
    state: live.state ?? "",
    defaultTags: asProps(live.defaultTags),
    url: `${client.host}/#setting/clusters/${id}/configuration`,
    isPinned,
  };
  if (librariesOf(props).length === 0) return outputs;
  const running = live.state === "RUNNING" || live.state === "RESIZING";
  const seen =
    running && props.noWait !== true
      ? await waitForLibraries(client, id, START_TIMEOUT_MS)
      : await libraryStatuses(client, id);
  const failed = seen.filter(({ status }) => status === "FAILED").map(({ library }) => library);
  if (failed.length > 0) await uninstall(client, id, failed);
  const there = seen
    .filter(({ status }) => status !== "FAILED" && status !== "UNINSTALL_ON_RESTART")
    .map(({ library }) => library);
  // As in the real provider, an empty list does not overwrite the state: a failed library seems
  // installed.
  if (there.length === 0) return outputs;
  return { ...outputs, libraries: inOrderOf(librariesOf(props), there) };
}

/** Inputs after a refresh, with the values of the live cluster. */
export function refreshedInputs(inputs: Props, live: Props): Props {
  const result: Props = { ...inputs };
  for (const name of [...API_INPUTS, "isPinned", "libraries"]) {
    if (inputs[name] === undefined || NOT_RETURNED.has(name)) continue;
    const value = live[name];
    if (value === undefined) Reflect.deleteProperty(result, name);
    else if (!(name === "dataSecurityMode" && securityModeOf(inputs) === securityModeOf(live)))
      result[name] = value;
  }
  return result;
}

/** Whether the value is the zero of its type, which means the same to the service as no value. */
function isZero(props: Props, name: string): boolean {
  const value = props[name];
  return value === 0 || value === false || value === "" || same(value, {}) || same(value, []);
}

const SECURITY_MODES: Record<string, string> = {
  SINGLE_USER: "DATA_SECURITY_MODE_DEDICATED",
  USER_ISOLATION: "DATA_SECURITY_MODE_STANDARD",
};
/** The security mode of a cluster, by its newer name. */
export function securityModeOf(props: Props): string {
  const mode = asString(props.dataSecurityMode) ?? "";
  return own(SECURITY_MODES, mode) ?? mode;
}

/**
 * Resolves with undefined when there is no such cluster, which the service reports as a bad
 * request.
 */
export async function ignoreClusterNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    const isBadRequest = error instanceof DatabricksError && error.status === 400;
    if (isBadRequest && /does not exist|Cannot access cluster/.test(error.message))
      return undefined;
    throw error;
  }
}
