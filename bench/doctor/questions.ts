import { DATABRICKS_AUDIENCE } from "../../infra/azure/resource-types";
import type { JsonObject } from "../../infra/json-object";
import type { Asked } from "./scenario";
import type { Subscription } from "./subscription";

const COGNITIVE_AUDIENCE = "https://cognitiveservices.azure.com";
/** What the question's limits are told by. */
const LIMIT = "x-ratelimit-limit-tokens";

/** What came of the lab's first question. */
export interface Answered {
  /** Undefined when there was an answer. */
  refusal?: { code: string; message: string };
  /** The deployment's limit is below what was asked for it. */
  isLowered: boolean;
}

/** Asks the model as the notebook does: with the lab's api-version and its sign-in. */
export async function askModel(subscription: Subscription, outputs: JsonObject): Promise<Answered> {
  const { openaiEndpoint, openaiApiVersion, openaiKey, model, clusterId, existing } = outputs;
  const { tenant } = subscription;
  const isLab = typeof clusterId === "string";
  // Of a class in an account of others nobody may ask before its students have their roles.
  if (typeof openaiKey !== "string" && existing !== undefined && !isLab)
    return { isLowered: false };
  const name = deploymentIn(outputs);
  const version = String(openaiApiVersion);
  const path =
    version === "v1"
      ? "openai/v1/chat/completions"
      : `openai/deployments/${name}/chat/completions?api-version=${version}`;
  const asker = isLab ? tenant.student.objectId : deployerOf(subscription);
  const signIn: Record<string, string> =
    typeof openaiKey === "string"
      ? { "api-key": openaiKey }
      : { authorization: await bearerOf(subscription, asker, COGNITIVE_AUDIENCE) };
  const messages = [{ role: "user", content: "Who is a nurse?" }];
  const answer = await post(`${String(openaiEndpoint)}${path}`, signIn, { model: name, messages });
  const { capacity } = model as { capacity: number };
  const isLowered = Number(answer.headers.get(LIMIT)) < capacity * 1000;
  if (answer.ok) return { isLowered };
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return { refusal: error, isLowered: false };
}

/** The one deployment, or that of the first seat. */
const deploymentIn = ({ openaiDeployment, seatDeployments }: JsonObject): string =>
  typeof openaiDeployment === "string"
    ? openaiDeployment
    : Object.values(seatDeployments as Record<string, string>)[0]!;

/** Starts the notebook on the cluster as its student. @returns why it failed, if it did */
export async function startNotebook(
  subscription: Subscription,
  outputs: JsonObject,
  { settings }: Asked,
): Promise<string | undefined> {
  const { clusterId, notebookPath, databricksHost } = outputs;
  if (typeof clusterId !== "string") return undefined;
  const { userName } = settings["student"] as { userName: string };
  const student = [
    ...subscription.world.store.collection<Person>("entra/principals").values(),
  ].find((one) => one.userName === userName);
  const headers = {
    authorization: await bearerOf(subscription, student!.objectId, DATABRICKS_AUDIENCE),
  };
  const jobs = `${String(databricksHost)}/api/2.2/jobs/runs`;
  const task = {
    task_key: "lesson",
    existing_cluster_id: clusterId,
    notebook_task: { notebook_path: notebookPath },
  };
  const { run_id } = await json<{ run_id: number }>(
    await post(`${jobs}/submit`, headers, { tasks: [task] }),
  );
  for (;;) {
    const answer = await fetch(`${jobs}/get?run_id=${run_id}`, { headers });
    const { state } = await json<{ state: RunState }>(answer);
    if (state.life_cycle_state === "TERMINATED" && state.result_state === "SUCCESS")
      return undefined;
    if (state.result_state !== undefined) return state.state_message;
  }
}

/** Whether the workspace offers no longer what the cluster runs on. */
export async function isUnlisted(
  subscription: Subscription,
  { databricksHost, clusterId }: JsonObject,
): Promise<boolean> {
  if (typeof clusterId !== "string") return false;
  const headers = {
    authorization: await bearerOf(subscription, deployerOf(subscription), DATABRICKS_AUDIENCE),
  };
  const read = async <T>(path: string): Promise<T> =>
    json<T>(await fetch(`${String(databricksHost)}/api/2.1/clusters/${path}`, { headers }));
  const { spark_version } = await read<{ spark_version: string }>(`get?cluster_id=${clusterId}`);
  const { versions } = await read<{ versions: { key: string }[] }>("spark-versions");
  return !versions.some(({ key }) => key === spark_version);
}

interface Person {
  objectId: string;
  userName?: string;
  appId?: string;
}

interface RunState {
  life_cycle_state: string;
  result_state?: string;
  state_message: string;
}

/** Object id of who deploys. */
export const deployerOf = ({ world, tenant }: Subscription): string =>
  world.store
    .collection<Person>("entra/principals")
    .values()
    .find(({ appId }) => appId === tenant.clientId)!.objectId;

/** A header that signs a principal in to a service. */
async function bearerOf(
  { world, tenant }: Subscription,
  objectId: string,
  audience: string,
): Promise<string> {
  const { userName: upn, appId: appid } = world.store
    .collection<Person>("entra/principals")
    .get(objectId)!;
  const idtyp = appid === undefined ? "user" : "app";
  const claims = { aud: audience, oid: objectId, tid: tenant.tenantId, idtyp, upn, appid } as const;
  const { token } = await world.tokens.issue(claims, "scenario");
  return `Bearer ${token}`;
}

const post = (url: string, headers: Record<string, string>, body: object): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function json<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
