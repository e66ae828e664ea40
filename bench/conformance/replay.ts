import { isJsonObject } from "../../infra/json-object";
import { seedTenant } from "../../scripts/cloud/azure";
import { closeWorld, createWorld, type World } from "../../scripts/cloud/core/world";
import { comparedKeys, type CallFact, type Corpus, type Recording } from "./corpus";
import {
  addFoundPrincipal,
  addMissingPrincipal,
  GROUP_REGION,
  groupsBefore,
  prepareOffer,
  removePrincipal,
} from "./prepare";
import { azureTargets, services, type Target, workspaceTarget } from "./services";

/** What the local cloud answered. */
export interface Answer {
  status: number;
  keys: string[];
}

/** A recorded call with what the local cloud answered; of a poll, the last answer and those before. */
export interface Replayed {
  call: CallFact;
  answer: Answer;
  before: Answer[];
}

const MOST_POLLS = 60;

/** How the paths of a workspace begin. */
const WORKSPACE_API = "/api/";

/** Sends a recording's requests, in their order, to a world of their own. */
export async function replay({ keySets }: Corpus, recording: Recording): Promise<Replayed[]> {
  const now = Date.parse(recording.date);
  const world = await createWorld(services(), { seed: recording.path, now: () => now });
  try {
    const client = await ReplayClient.signIn(world, keySets, recording);
    prepareOffer(world, recording);
    for (const name of groupsBefore(recording)) await client.makeGroup(name);
    const replayed: Replayed[] = [];
    for (const call of recording.calls) replayed.push(await client.play(call));
    return replayed;
  } finally {
    await closeWorld(world);
  }
}

/** Sends requests as the world's deployer, with the world's ids in place of the recording's. */
class ReplayClient {
  private readonly places = new Map<string, string | number>();
  /** Where the last answer told to poll, and whether it was not simulated. */
  private last: { operation: string | null; status: number } = { operation: null, status: 0 };

  private constructor(
    private readonly world: World,
    private readonly keySets: string[][],
    /** By the beginning of a path; the first that fits. */
    private readonly targets: readonly [prefix: string, target: Target][],
  ) {
    this.places.set("{subscription}", seedTenant(world).subscriptionId);
  }

  static async signIn(
    world: World,
    keySets: string[][],
    { calls }: Recording,
  ): Promise<ReplayClient> {
    const { arm, graph } = await azureTargets(world);
    const targets: [string, Target][] = [["/v1.0/", graph]];
    if (calls.some(({ path }) => path.startsWith(WORKSPACE_API)))
      targets.push([WORKSPACE_API, await workspaceTarget(world)]);
    return new ReplayClient(world, keySets, [...targets, ["", arm]]);
  }

  /** A group with the tags that azure-cli gives those of its tests. */
  async makeGroup(name: string): Promise<void> {
    const path = `/subscriptions/{subscription}/resourceGroups/${name}`;
    const body = { location: GROUP_REGION, tags: { product: "azurecli" } };
    await this.send("PUT", path, { "api-version": "2022-09-01" }, body);
  }

  async play(call: CallFact): Promise<Replayed> {
    const { path, method, query = {}, body } = call;
    if (path === "{operation}") return this.poll(call);
    this.requirePrincipal(body);
    if (this.finds(call))
      addFoundPrincipal(this.world, this.placed(path), this.placed(query.$filter));
    const { answer, json } = await this.send(method, path, query, body);
    for (const [at, place] of Object.entries(call.ids ?? {})) this.keepId(place, valueAt(json, at));
    if (method === "DELETE" && answer.status === 501)
      removePrincipal(this.world, this.placed(path));
    if (method === "POST" && answer.status === 501)
      addMissingPrincipal(this.world, path, this.placed(body), this.placed(call.ids ?? {}));
    return { call, answer, before: [] };
  }

  private async poll(call: CallFact): Promise<Replayed> {
    const { operation, status } = this.last;
    if (operation === null) return { call, answer: { status, keys: [] }, before: [] };
    const answers: Answer[] = [];
    for (let polls = 0; polls < MOST_POLLS; polls++) {
      const { answer, json } = await this.request(this.targets.at(-1)![1], "GET", operation);
      answers.push(answer);
      if (!isRunning(answer.status, json)) break;
    }
    return { call, answer: answers.at(-1)!, before: answers.slice(0, -1) };
  }

  /** Whether a recorded read found something. */
  private finds({ method, status, path, keys }: CallFact): boolean {
    if (method !== "GET" || status !== 200) return false;
    const isOne = path.split("/").length > 3;
    return isOne || this.keySets[keys]!.some((key) => key.startsWith("value[]"));
  }

  private async send(
    method: string,
    path: string,
    query: Record<string, string>,
    body: unknown,
  ): Promise<{ answer: Answer; json: unknown }> {
    const [, target] = this.targets.find(([prefix]) => path.startsWith(prefix))!;
    const address = new URL(target.origin);
    address.pathname = this.placed(path).split("/").map(encodeURIComponent).join("/");
    for (const [name, value] of Object.entries(query))
      address.searchParams.set(name, this.placed(value));
    return this.request(target, method, address.href, this.placed(body));
  }

  private async request(
    { token }: Target,
    method: string,
    url: string,
    body?: unknown,
  ): Promise<{ answer: Answer; json: unknown }> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const json = jsonOf(text);
    const { status, headers } = response;
    const operation = headers.get("azure-asyncoperation") ?? headers.get("location");
    this.last = { operation, status };
    return { answer: { status, keys: comparedKeys(json) }, json };
  }

  /** A value with the world's ids in place of placeholders. */
  private placed<T>(value: T): T {
    if (value === undefined) return value;
    // A text that is nothing but a placeholder becomes a number where the id is one.
    const text = JSON.stringify(value)
      .replace(/"(\{guid:\d+\})"/g, (_, place: string) => JSON.stringify(this.idOf(place)))
      .replace(/\{(subscription|(guid|user):\d+)\}/g, (place) => String(this.idOf(place)));
    return JSON.parse(text) as T;
  }

  private idOf(place: string): string | number {
    const known = this.places.get(place);
    if (known !== undefined) return known;
    const number = place.replace(/\D/g, "");
    const isUser = place.startsWith("{user:");
    const id = isUser ? `user${number}@rai-lab.example` : this.world.random.guid();
    this.places.set(place, id);
    return id;
  }

  private keepId(place: string, value: unknown): void {
    const id = typeof value === "string" ? value.split("/").at(-1) : value;
    if (typeof id === "string" || typeof id === "number") this.places.set(place, id);
  }

  /** Whom a recording gives a role was made where it does not say. */
  private requirePrincipal(body: unknown): void {
    const properties = isJsonObject(body) ? this.placed(body).properties : undefined;
    if (!isJsonObject(properties) || typeof properties.principalId !== "string") return;
    const { principalId: id, principalType } = properties;
    const type = principalType === "ServicePrincipal" ? "servicePrincipals" : "users";
    addFoundPrincipal(this.world, `/v1.0/${type}/${id}`);
  }
}

/** An answer's JSON; undefined for what is none, as a file. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRunning = (status: number, json: unknown): boolean =>
  status === 202 ||
  (isJsonObject(json) && /^(creating|deleting|running|accepted)$/i.test(String(json.status)));

/** The value at a dotted path; undefined where there is none. */
const valueAt = (json: unknown, at: string): unknown =>
  at
    .split(".")
    .reduce<unknown>((value, key) => (Object(value) as Record<string, unknown>)[key], json);
