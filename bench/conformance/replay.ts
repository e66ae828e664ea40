import { isJsonObject } from "../../infra/json-object";
import { armService, authorityService, seedTenant } from "../../scripts/cloud/azure";
import { issueToken } from "../../scripts/cloud/azure/entra/authority";
import { azureStore } from "../../scripts/cloud/azure/store";
import { createApp } from "../../scripts/cloud/core/app";
import { closeWorld, createWorld, type Service, type World } from "../../scripts/cloud/core/world";
import { comparedKeys, type CallFact, type Corpus, type Recording } from "./corpus";
import {
  addFoundPrincipal,
  addMissingPrincipal,
  GROUP_REGION,
  groupsBefore,
  prepareOffer,
  removePrincipal,
} from "./prepare";

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

/** A data plane that nobody asks. */
const silent = (kind: string): Service => ({
  kind,
  createApp: (world) => createApp(world, kind, (error) => ({ error: error.message })),
});

/** Sends a recording's requests, in their order, to a world of their own. */
export async function replay({ keySets }: Corpus, recording: Recording): Promise<Replayed[]> {
  const services = [armService(), authorityService(), silent("openai"), silent("databricks")];
  const now = Date.parse(recording.date);
  const world = await createWorld(services, { seed: recording.path, now: () => now });
  try {
    const client = await ReplayClient.signIn(world, keySets);
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
  private readonly places = new Map<string, string>();
  /** Where the last answer told to poll, and whether it was not simulated. */
  private last: { operation: string | null; status: number } = { operation: null, status: 0 };

  private constructor(
    private readonly world: World,
    private readonly keySets: string[][],
    private readonly arm: string,
    private readonly graph: string,
    private readonly token: string,
  ) {}

  static async signIn(world: World, keySets: string[][]): Promise<ReplayClient> {
    for (const kind of ["arm", "authority"]) await world.hosts.open(kind, kind);
    const [arm, authority] = ["arm", "authority"].map((kind) => world.hosts.url(kind, kind)!);
    const tenant = seedTenant(world);
    const deployer = azureStore(world).principalsByAppId(tenant.clientId)[0]!;
    const { token } = await issueToken(world, deployer, arm!, "bench");
    const client = new ReplayClient(world, keySets, arm!, authority!, token);
    client.places.set("{subscription}", tenant.subscriptionId);
    return client;
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
      const { answer, json } = await this.request("GET", operation);
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
    const origin = path.startsWith("/v1.0/") ? this.graph : this.arm;
    const address = new URL(origin);
    address.pathname = this.placed(path).split("/").map(encodeURIComponent).join("/");
    for (const [name, value] of Object.entries(query))
      address.searchParams.set(name, this.placed(value));
    return this.request(method, address.href, this.placed(body));
  }

  private async request(
    method: string,
    url: string,
    body?: unknown,
  ): Promise<{ answer: Answer; json: unknown }> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const json: unknown = text === "" ? undefined : JSON.parse(text);
    const { status, headers } = response;
    const operation = headers.get("azure-asyncoperation") ?? headers.get("location");
    this.last = { operation, status };
    return { answer: { status, keys: comparedKeys(json) }, json };
  }

  /** A value with the world's ids in place of placeholders. */
  private placed<T>(value: T): T {
    if (value === undefined) return value;
    const text = JSON.stringify(value).replace(/\{(subscription|(guid|user):\d+)\}/g, (place) =>
      this.idOf(place),
    );
    return JSON.parse(text) as T;
  }

  private idOf(place: string): string {
    const known = this.places.get(place);
    if (known !== undefined) return known;
    const number = place.replace(/\D/g, "");
    const isUser = place.startsWith("{user:");
    const id = isUser ? `user${number}@rai-lab.example` : this.world.random.guid();
    this.places.set(place, id);
    return id;
  }

  private keepId(place: string, value: unknown): void {
    const id = typeof value === "string" ? value.split("/").at(-1) : undefined;
    if (id !== undefined) this.places.set(place, id);
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

const isRunning = (status: number, json: unknown): boolean =>
  status === 202 ||
  (isJsonObject(json) && /^(creating|deleting|running|accepted)$/i.test(String(json.status)));

/** The value at a dotted path; undefined where there is none. */
const valueAt = (json: unknown, at: string): unknown =>
  at
    .split(".")
    .reduce<unknown>((value, key) => (Object(value) as Record<string, unknown>)[key], json);
