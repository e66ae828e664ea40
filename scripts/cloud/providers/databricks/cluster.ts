import { InitFailed, type Props } from "../../../engine/plugin";
import { changedNames, mapOf, pick, propsOf, same, textOf } from "../values";
import { stepMs, type DatabricksClient } from "./client";
import { DatabricksError, isMissing } from "./errors";
import type { Change, Kind } from "./kind";
import { install, librariesOf, libraryChange, mustBeInstalled, settled, statuses, uninstall } from "./libraries";
import { fromApi, toApi } from "./names";

const API = "/api/2.1/clusters";

/** Inputs that travel in create and edit; the others steer the provider or are calls of their own. */
const SENT =
  "applyPolicyDefaultValues autoscale autoterminationMinutes azureAttributes clusterLogConf clusterName customTags dataSecurityMode dockerImage driverInstancePoolId driverNodeTypeId enableElasticDisk enableLocalDiskEncryption idempotencyToken initScripts instancePoolId isSingleNode kind nodeTypeId numWorkers policyId runtimeEngine singleUserName sparkConf sparkEnvVars sparkVersion sshPublicKeys useMlRuntime workloadType".split(
    " ",
  );
/** Not in the service's answers: what state says stands. */
const NOT_ANSWERED = new Set(["applyPolicyDefaultValues", "idempotencyToken"]);
/** Filled in by the service; an edit sends them back as last read. */
const FILLED_IN = ["driverNodeTypeId", "azureAttributes", "enableElasticDisk"];
const DEFAULTS: Props = { autoterminationMinutes: 60, numWorkers: 0 };
const CREATE_MS = 30 * 60 * 1000;
const START_MS = 20 * 60 * 1000;

export const cluster: Kind = {
  noun: "cluster",
  computed: ["clusterId", "state", "url", "defaultTags", ...FILLED_IN],
  forceNew: ["idempotencyToken"],
  check: (news) => ({
    inputs: { ...(news.autoscale === undefined ? DEFAULTS : pick(DEFAULTS, ["autoterminationMinutes"])), ...news },
  }),
  equal: (name, olds, news) => {
    if (name === "dataSecurityMode") return modeOf(olds) === modeOf(news) || news.dataSecurityMode === undefined;
    if (name === "azureAttributes")
      return news.azureAttributes === undefined && news.clearCloudAttributesOnRemove !== true;
    return name === "isPinned" && (olds.isPinned ?? false) === (news.isPinned ?? false);
  },
  create,
  read: async (client, id, inputs, outputs) => {
    const live = await unlessGone(look(client, id, outputs));
    return live && { id, inputs: refreshed(inputs, live), outputs: live };
  },
  update,
  delete: async (client, id) => {
    const gone = (): Promise<Props> => client.post(`${API}/permanent-delete`, { cluster_id: id });
    try {
      await gone();
    } catch (error) {
      if (isMissing(error)) return;
      if (!(error instanceof DatabricksError && error.message.includes("unpin the cluster first"))) throw error;
      await client.post(`${API}/unpin`, { cluster_id: id });
      await gone();
    }
  },
  identify,
};

/** A start that fails deletes the cluster for good; a library that fails leaves it. Either way state keeps the id. */
async function create(
  client: DatabricksClient,
  inputs: Props,
  { timeout }: { timeout?: number },
): ReturnType<Kind["create"]> {
  const limit = timeout === undefined ? CREATE_MS : timeout * 1000;
  const answer = await client.post(`${API}/create`, toApi(pick(inputs, SENT)));
  const id = textOf(answer.cluster_id) ?? "";
  const begun: Props = { ...inputs, clusterId: id };
  try {
    if (inputs.isPinned === true) await client.post(`${API}/pin`, { cluster_id: id });
    const libraries = librariesOf(inputs);
    if (libraries.length > 0) await install(client, id, libraries);
    if (inputs.noWait !== true) {
      const waited = await started(client, id, limit).catch(async (error: unknown) => {
        await client.post(`${API}/permanent-delete`, { cluster_id: id });
        throw error;
      });
      if (libraries.length > 0) mustBeInstalled(await settled(client, id, limit - waited));
    }
    return { id, outputs: await look(client, id, begun) };
  } catch (error) {
    throw new InitFailed(id, begun, [
      `cannot create cluster: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

async function update(client: DatabricksClient, { id, olds, oldInputs, news }: Change): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const changed = changedNames(
    pick(oldInputs, SENT),
    pick(news, SENT),
    (name) => cluster.equal?.(name, oldInputs, news) ?? false,
  );
  if (changed.length > 0) {
    const resize = changed.every((name) => name === "numWorkers" || name === "autoscale") && found.state === "RUNNING";
    if (resize)
      await client.post(`${API}/resize`, { cluster_id: id, ...toApi(pick(news, ["numWorkers", "autoscale"])) });
    else await edit(client, { cluster_id: id, ...toApi({ ...pick(olds, FILLED_IN), ...pick(news, SENT) }) });
  }
  const pin = news.isPinned === true;
  if ((oldInputs.isPinned === true) !== pin) await client.post(`${API}/${pin ? "pin" : "unpin"}`, { cluster_id: id });
  if (librariesOf(oldInputs).length > 0 || librariesOf(news).length > 0)
    await changeLibraries(client, id, librariesOf(news));
  return look(client, id, { ...olds, ...news });
}

/** A cluster in between two states refuses an edit; it is asked again for a quarter of an hour. */
async function edit(client: DatabricksClient, body: Props): Promise<void> {
  for (let attempt = 1, waited = 0; ; attempt++) {
    try {
      await client.post(`${API}/edit`, body);
      return;
    } catch (error) {
      waited += stepMs(attempt);
      if (!(error instanceof DatabricksError && error.code === "INVALID_STATE") || waited > 15 * 60 * 1000) throw error;
      await client.pauses.backOff(stepMs(attempt));
    }
  }
}

/** A stopped cluster is started for it and stopped again. */
async function changeLibraries(client: DatabricksClient, id: string, wanted: Props[]): Promise<void> {
  const change = libraryChange(wanted, await statuses(client, id));
  const found = await client.get(`${API}/get`, { cluster_id: id });
  if (change.install.length === 0 && change.uninstall.length === 0) return;
  const stopped = found.state === "TERMINATED";
  if (stopped) await client.post(`${API}/start`, { cluster_id: id });
  if (found.state !== "RUNNING" && found.state !== "RESIZING") await started(client, id, START_MS);
  if (change.uninstall.length > 0) await uninstall(client, id, change.uninstall);
  if (change.install.length > 0) await install(client, id, change.install);
  mustBeInstalled(
    (await settled(client, id, START_MS)).filter(({ library }) => change.install.some((one) => same(one, library))),
  );
  if (stopped) await client.post(`${API}/delete`, { cluster_id: id });
}

/** Polls to RUNNING and returns how long the real provider would have waited. @throws at a bad end, with the state message. */
async function started(client: DatabricksClient, id: string, limit: number): Promise<number> {
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
async function look(client: DatabricksClient, id: string, props: Props): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const pinned = await client.get(`${API}/list`, { "filter_by.is_pinned": "true", page_size: "100" });
  const live = fromApi(found);
  const isPinned = Array.isArray(pinned.clusters) && pinned.clusters.some((one) => propsOf(one).cluster_id === id);
  const kept = Object.fromEntries(
    Object.entries(props).filter(([name]) => !SENT.includes(name) || NOT_ANSWERED.has(name) || isZero(props, name)),
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
  const seen = running && props.noWait !== true ? await settled(client, id, START_MS) : await statuses(client, id);
  const failed = seen.filter(({ status }) => status === "FAILED").map(({ library }) => library);
  if (failed.length > 0) await uninstall(client, id, failed);
  const there = seen.filter(({ status }) => status !== "FAILED" && status !== "UNINSTALL_ON_RESTART");
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
function refreshed(inputs: Props, live: Props): Props {
  const result: Props = { ...inputs };
  for (const name of [...SENT, "isPinned", "libraries"]) {
    if (inputs[name] === undefined || NOT_ANSWERED.has(name)) continue;
    const value = live[name];
    if (value === undefined) Reflect.deleteProperty(result, name);
    else if (!(name === "dataSecurityMode" && modeOf(inputs) === modeOf(live))) result[name] = value;
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
const modeOf = (props: Props): string => {
  const mode = textOf(props.dataSecurityMode) ?? "";
  return MODES[mode] ?? mode;
};

/** Cluster ids are the service's; one with the same name and single user, made through the API, is this one. */
async function identify(client: DatabricksClient, inputs: Props): Promise<string | undefined> {
  const name = textOf(inputs.clusterName);
  if (name === undefined) return undefined;
  const { clusters } = await client.get(`${API}/list`, { page_size: "100" });
  const found = (Array.isArray(clusters) ? clusters.map(propsOf) : []).find(
    (one) => one.cluster_name === name && textOf(one.single_user_name) === textOf(inputs.singleUserName),
  );
  return textOf(found?.cluster_id);
}

/** The service words "no such cluster" as a bad request. */
async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
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
