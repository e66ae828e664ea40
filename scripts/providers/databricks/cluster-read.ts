import type { Props } from "../../engine/plugin";
import { mapOf, pick, propsOf, same, textOf } from "../values";
import { stepMs, type DatabricksClient } from "./client";
import { DatabricksError, isMissing } from "./errors";
import { librariesOf, settled, statuses, uninstall } from "./libraries";
import { fromApi } from "./names";

export const API = "/api/2.1/clusters";

/** Inputs that travel in create and edit; the others steer the provider or are calls of their own. */
export const SENT = [
  "applyPolicyDefaultValues autoscale autoterminationMinutes azureAttributes clusterLogConf clusterName customTags",
  "dataSecurityMode dockerImage driverInstancePoolId driverNodeTypeId enableElasticDisk enableLocalDiskEncryption",
  "idempotencyToken initScripts instancePoolId isSingleNode kind nodeTypeId numWorkers policyId runtimeEngine",
  "singleUserName sparkConf sparkEnvVars sparkVersion sshPublicKeys useMlRuntime workloadType",
].flatMap((names) => names.split(" "));
/** Not in the service's answers: what state says stands. */
const NOT_ANSWERED = new Set(["applyPolicyDefaultValues", "idempotencyToken"]);
/** Filled in by the service; an edit sends them back as last read. */
export const FILLED_IN = ["driverNodeTypeId", "azureAttributes", "enableElasticDisk"];
export const START_MS = 20 * 60 * 1000;

/** Polls to RUNNING and returns how long the real provider would have waited. @throws at a bad end, with the state message. */
export async function started(
  client: DatabricksClient,
  id: string,
  limit: number,
): Promise<number> {
  for (let attempt = 1, waited = 0; ; attempt++) {
    const found = await client.get(`${API}/get`, { cluster_id: id });
    const state = textOf(found.state) ?? "";
    if (state === "RUNNING") return waited;
    const message = textOf(found.state_message) ?? "";
    if (state === "ERROR" || state === "TERMINATED")
      throw new Error(`failed to reach RUNNING, got ${state}: ${message}`);
    waited += stepMs(attempt);
    if (waited > limit) throw new Error(`timed out: ${message}`);
    await client.pauses.poll(stepMs(attempt));
  }
}

/** The cluster, whether it is pinned, and (where state has libraries) those; failed ones are uninstalled by this look. */
export async function look(client: DatabricksClient, id: string, props: Props): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const pinned = await client.get(`${API}/list`, {
    "filter_by.is_pinned": "true",
    page_size: "100",
  });
  const live = fromApi(found);
  const isPinned =
    Array.isArray(pinned.clusters) && pinned.clusters.some((one) => propsOf(one).cluster_id === id);
  const kept = Object.fromEntries(
    Object.entries(props).filter(
      ([name]) => !SENT.includes(name) || NOT_ANSWERED.has(name) || isZero(props, name),
    ),
  );
  const outputs: Props = {
    ...kept,
    ...pick(live, SENT),
    clusterId: id,
    state: live.state ?? "",
    defaultTags: mapOf(live.defaultTags),
    url: `${client.host}/#setting/clusters/${id}/configuration`,
    isPinned,
  };
  if (librariesOf(props).length === 0) return outputs;
  const running = live.state === "RUNNING" || live.state === "RESIZING";
  const seen =
    running && props.noWait !== true
      ? await settled(client, id, START_MS)
      : await statuses(client, id);
  const failed = seen.filter(({ status }) => status === "FAILED").map(({ library }) => library);
  if (failed.length > 0) await uninstall(client, id, failed);
  const there = seen.filter(
    ({ status }) => status !== "FAILED" && status !== "UNINSTALL_ON_RESTART",
  );
  // An empty list does not overwrite what state says: the trap that makes a failed library look installed.
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
export function refreshed(inputs: Props, live: Props): Props {
  const result: Props = { ...inputs };
  for (const name of [...SENT, "isPinned", "libraries"]) {
    if (inputs[name] === undefined || NOT_ANSWERED.has(name)) continue;
    const value = live[name];
    if (value === undefined) Reflect.deleteProperty(result, name);
    else if (!(name === "dataSecurityMode" && modeOf(inputs) === modeOf(live)))
      result[name] = value;
  }
  return result;
}

/** Unset and the type's zero are the same to the service. */
function isZero(props: Props, name: string): boolean {
  const value = props[name];
  return value === 0 || value === false || value === "" || same(value, {}) || same(value, []);
}

const MODES: Record<string, string> = {
  SINGLE_USER: "DATA_SECURITY_MODE_DEDICATED",
  USER_ISOLATION: "DATA_SECURITY_MODE_STANDARD",
};
export const modeOf = (props: Props): string => {
  const mode = textOf(props.dataSecurityMode) ?? "";
  return MODES[mode] ?? mode;
};

/** The service words "no such cluster" as a bad request. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const gone =
      isMissing(error) ||
      (error instanceof DatabricksError &&
        error.status === 400 &&
        /does not exist|Cannot access cluster/.test(error.message));
    if (gone) return undefined;
    throw error;
  }
}
