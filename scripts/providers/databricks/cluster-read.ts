import type { Props } from "../../engine/plugin";
import { asProps, asString, pick, same } from "../values";
import { backOffMs, type DatabricksClient } from "./client";
import { DatabricksError, isNotFound } from "./errors";
import { librariesOf, waitForLibraries, libraryStatuses, uninstall } from "./libraries";
import { fromApi } from "./names";

export const API = "/api/2.1/clusters";

/**
 * Inputs that travel in create and edit; the others steer the provider or are calls of their own.
 */
export const API_INPUTS = [
  "applyPolicyDefaultValues autoscale autoterminationMinutes azureAttributes clusterLogConf clusterName customTags",
  "dataSecurityMode dockerImage driverInstancePoolId driverNodeTypeId enableElasticDisk enableLocalDiskEncryption",
  "idempotencyToken initScripts instancePoolId isSingleNode kind nodeTypeId numWorkers policyId runtimeEngine",
  "singleUserName sparkConf sparkEnvVars sparkVersion sshPublicKeys useMlRuntime workloadType",
].flatMap((names) => names.split(" "));
/** Not in the service's answers: what state says stands. */
const NOT_RETURNED = new Set(["applyPolicyDefaultValues", "idempotencyToken"]);
/** Filled in by the service; an edit sends them back as last read. */
export const SERVICE_DEFAULTS = ["driverNodeTypeId", "azureAttributes", "enableElasticDisk"];
export const START_TIMEOUT_MS = 20 * 60 * 1000;

/**
 * Polls to RUNNING and returns how long the real provider would have waited.
 * @throws at a bad end, with the state message.
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
 * The cluster, whether it is pinned, and (where state has libraries) those; failed ones are
 * uninstalled by this look.
 */
export async function readCluster(
  client: DatabricksClient,
  id: string,
  props: Props,
): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const pinned = await client.get(`${API}/list`, {
    "filter_by.is_pinned": "true",
    page_size: "100",
  });
  const live = fromApi(found);
  const isPinned =
    Array.isArray(pinned.clusters) && pinned.clusters.some((one) => asProps(one).cluster_id === id);
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
  const there = seen.filter(
    ({ status }) => status !== "FAILED" && status !== "UNINSTALL_ON_RESTART",
  );
  // An empty list does not overwrite what state says: the trap that makes a failed library look
  // installed.
  return there.length === 0
    ? outputs
    : {
        ...outputs,
        libraries: inOrderOf(
          librariesOf(props),
          there.map(({ library }) => library),
        ),
      };
}

/** The service lists libraries in an order of its own. */
const inOrderOf = (wanted: Props[], there: Props[]): Props[] => [
  ...wanted.filter((one) => there.some((other) => same(one, other))),
  ...there.filter((one) => !wanted.some((other) => same(one, other))),
];

/** Inputs as the live cluster has them. */
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

/** Unset and the type's zero are the same to the service. */
function isZero(props: Props, name: string): boolean {
  const value = props[name];
  return value === 0 || value === false || value === "" || same(value, {}) || same(value, []);
}

const SECURITY_MODES: Record<string, string> = {
  SINGLE_USER: "DATA_SECURITY_MODE_DEDICATED",
  USER_ISOLATION: "DATA_SECURITY_MODE_STANDARD",
};
export const securityModeOf = (props: Props): string => {
  const mode = asString(props.dataSecurityMode) ?? "";
  return SECURITY_MODES[mode] ?? mode;
};

/** The service words "no such cluster" as a bad request. */
export async function ignoreClusterNotFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const notFound =
      isNotFound(error) ||
      (error instanceof DatabricksError &&
        error.status === 400 &&
        /does not exist|Cannot access cluster/.test(error.message));
    if (notFound) return undefined;
    throw error;
  }
}
