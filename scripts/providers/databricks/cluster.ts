import { messageOf } from "../../../infra/errors";
import { InitFailed, type Props } from "../../engine/plugin";
import { asList, asString, changedNames, pick, same } from "../values";
import { backOffMs, type DatabricksClient } from "./client";
import {
  API,
  SERVICE_DEFAULTS,
  readCluster,
  securityModeOf,
  refreshedInputs,
  API_INPUTS,
  START_TIMEOUT_MS,
  waitUntilRunning,
  ignoreClusterNotFound,
} from "./cluster-read";
import { DatabricksError, isNotFound } from "./errors";
import type { Change, ResourceHandler } from "./resource-handler";
import {
  install,
  librariesOf,
  libraryChange,
  requireInstalled,
  waitForLibraries,
  libraryStatuses,
  uninstall,
} from "./libraries";
import { toApi } from "./names";

const CREATE_TIMEOUT_MS = 30 * 60 * 1000;
const EDIT_TIMEOUT_MS = 15 * 60 * 1000;
/** Inputs that a running cluster can change without a restart. */
const SIZE_INPUTS = ["numWorkers", "autoscale"];

export const cluster: ResourceHandler = {
  noun: "cluster",
  computed: ["clusterId", "state", "url", "defaultTags", ...SERVICE_DEFAULTS],
  forceNew: ["idempotencyToken"],
  check: (news) => {
    const defaults = { autoterminationMinutes: 60 };
    if (news.autoscale !== undefined) return { inputs: { ...defaults, ...news } };
    return { inputs: { ...defaults, numWorkers: 0, ...news } };
  },
  equal: (name, olds, news) => {
    if (name === "dataSecurityMode")
      return securityModeOf(olds) === securityModeOf(news) || news.dataSecurityMode === undefined;
    if (name === "azureAttributes")
      return news.azureAttributes === undefined && news.clearCloudAttributesOnRemove !== true;
    return name === "isPinned" && (olds.isPinned ?? false) === (news.isPinned ?? false);
  },
  create,
  read: async (client, id, inputs, outputs) => {
    const live = await ignoreClusterNotFound(readCluster(client, id, outputs));
    return live && { id, inputs: refreshedInputs(inputs, live), outputs: live };
  },
  update,
  delete: async (client, id) => {
    const deleteForGood = (): Promise<Props> =>
      client.post(`${API}/permanent-delete`, { cluster_id: id });
    try {
      await deleteForGood();
    } catch (error) {
      if (isNotFound(error)) return;
      if (!(error instanceof DatabricksError && error.message.includes("unpin the cluster first")))
        throw error;
      await client.post(`${API}/unpin`, { cluster_id: id });
      await deleteForGood();
    }
  },
  identify,
};

/**
 * Creates a cluster. A failed start deletes it for good, a failed library does not; the state keeps
 * the id either way.
 */
async function create(
  client: DatabricksClient,
  inputs: Props,
  { timeout }: { timeout?: number },
): ReturnType<ResourceHandler["create"]> {
  const limit = timeout === undefined ? CREATE_TIMEOUT_MS : timeout * 1000;
  const answer = await client.post(`${API}/create`, toApi(pick(inputs, API_INPUTS)));
  const id = asString(answer.cluster_id) ?? "";
  const partial: Props = { ...inputs, clusterId: id };
  try {
    if (inputs.isPinned === true) await client.post(`${API}/pin`, { cluster_id: id });
    const libraries = librariesOf(inputs);
    if (libraries.length > 0) await install(client, id, libraries);
    if (inputs.noWait !== true) {
      const waited = await waitUntilRunning(client, id, limit).catch(async (error: unknown) => {
        await client.post(`${API}/permanent-delete`, { cluster_id: id });
        throw error;
      });
      if (libraries.length > 0)
        requireInstalled(await waitForLibraries(client, id, limit - waited));
    }
    return { id, outputs: await readCluster(client, id, partial) };
  } catch (error) {
    throw new InitFailed(id, partial, [`cannot create cluster: ${messageOf(error)}`]);
  }
}

async function update(
  client: DatabricksClient,
  { id, olds, oldInputs, news }: Change,
): Promise<Props> {
  const found = await client.get(`${API}/get`, { cluster_id: id });
  const changed = changedNames(
    pick(oldInputs, API_INPUTS),
    pick(news, API_INPUTS),
    (name) => cluster.equal?.(name, oldInputs, news) ?? false,
  );
  if (
    found.state === "RUNNING" &&
    changed.length > 0 &&
    changed.every((name) => SIZE_INPUTS.includes(name))
  ) {
    const size = toApi(pick(news, SIZE_INPUTS));
    await client.post(`${API}/resize`, { cluster_id: id, ...size });
  } else if (changed.length > 0) {
    const desired = toApi({ ...pick(olds, SERVICE_DEFAULTS), ...pick(news, API_INPUTS) });
    await edit(client, { cluster_id: id, ...desired });
  }
  const pin = news.isPinned === true;
  if ((oldInputs.isPinned === true) !== pin)
    await client.post(`${API}/${pin ? "pin" : "unpin"}`, { cluster_id: id });
  if (librariesOf(oldInputs).length > 0 || librariesOf(news).length > 0)
    await changeLibraries(client, id, librariesOf(news));
  return readCluster(client, id, { ...olds, ...news });
}

/** Edits a cluster. While its state changes it refuses, and the edit is retried for 15 minutes. */
async function edit(client: DatabricksClient, body: Props): Promise<void> {
  for (let attempt = 1, waited = 0; ; attempt++) {
    try {
      await client.post(`${API}/edit`, body);
      return;
    } catch (error) {
      waited += backOffMs(attempt);
      const isBusy = error instanceof DatabricksError && error.code === "INVALID_STATE";
      if (!isBusy || waited > EDIT_TIMEOUT_MS) throw error;
      await client.pauses.backOff(backOffMs(attempt));
    }
  }
}

/** Installs and uninstalls libraries. A stopped cluster is started first and stopped afterwards. */
async function changeLibraries(
  client: DatabricksClient,
  id: string,
  wanted: Props[],
): Promise<void> {
  const change = libraryChange(wanted, await libraryStatuses(client, id));
  const found = await client.get(`${API}/get`, { cluster_id: id });
  if (change.install.length === 0 && change.uninstall.length === 0) return;
  const stopped = found.state === "TERMINATED";
  if (stopped) await client.post(`${API}/start`, { cluster_id: id });
  if (found.state !== "RUNNING" && found.state !== "RESIZING")
    await waitUntilRunning(client, id, START_TIMEOUT_MS);
  if (change.uninstall.length > 0) await uninstall(client, id, change.uninstall);
  if (change.install.length > 0) await install(client, id, change.install);
  const current = await waitForLibraries(client, id, START_TIMEOUT_MS);
  requireInstalled(
    current.filter(({ library }) => change.install.some((one) => same(one, library))),
  );
  if (stopped) await client.post(`${API}/delete`, { cluster_id: id });
}

/** Bound for a list without an end: ten thousand clusters. */
const MAX_PAGES = 100;

/**
 * Finds the cluster of an interrupted create by its name and single user, because the service makes
 * the ids. The real provider cannot do this.
 */
async function identify(client: DatabricksClient, inputs: Props): Promise<string | undefined> {
  const name = asString(inputs.clusterName);
  if (name === undefined) return undefined;
  let query: Record<string, string> = { page_size: "100" };
  for (let page = 0; page < MAX_PAGES; page++) {
    const { clusters, next_page_token: next } = await client.get(`${API}/list`, query);
    const found = asList(clusters).find(
      (one) =>
        one.cluster_name === name &&
        asString(one.single_user_name) === asString(inputs.singleUserName),
    );
    const token = asString(next);
    if (found || token === undefined) return asString(found?.cluster_id);
    query = { page_size: "100", page_token: token };
  }
  return undefined;
}
