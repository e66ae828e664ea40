import { parse } from "yaml";
import { isJsonObject } from "../../infra/json-object";
import { comparedKeys, type CallFact } from "./corpus";
import { Masks } from "./masks";

/** One exchange of a VCR cassette, as azure-cli's tests keep them. */
interface Interaction {
  request: { method: string; uri: string; body: string | null };
  response: {
    status: { code: number };
    headers: Record<string, string[]>;
    body: { string?: string };
  };
}

/** Services whose answers the local cloud simulates at all. */
const HOSTS = new Set(["management.azure.com", "graph.microsoft.com"]);

/** Polls of a long-running operation. */
const POLL = /\/(operation(result|statuse)s|locations\/[^/]+\/operations)\//i;

/** Options of a query that decide what is answered. */
const KEPT_OPTIONS = /^(api-version|\$(filter|top|select|expand)|force\w*)$/;

/** Keys of request bodies whose texts decide what is answered. */
const KEPT_TEXTS = new Set(
  `kind name location format version type keyName publicNetworkAccess defaultAction level roleName
  principalType scaleType customSubDomainName startDate endDate timeGrain category operation
  actions notActions dataActions notDataActions computeMode conditionVersion keySource value`.split(
    /\s+/,
  ),
);

/** Reads a cassette's exchanges with Resource Manager and Graph. */
export const interactionsOf = (yaml: string): Interaction[] => {
  const { interactions } = parse(yaml, { maxAliasCount: -1 }) as { interactions: Interaction[] };
  return interactions.filter(({ request }) => HOSTS.has(new URL(request.uri).host));
};

/** The day of a cassette, by its first answer. */
export const dateOf = ([first]: readonly Interaction[]): string =>
  new Date((first?.response.headers.date ?? first?.response.headers.Date ?? [])[0] ?? 0)
    .toISOString()
    .slice(0, 10);

/** What an extraction collects beside its calls. */
export interface KeySets {
  indexOf(keys: readonly string[]): number;
}

/** The facts of a cassette. */
export function factsOf(interactions: readonly Interaction[], sets: KeySets): CallFact[] {
  const masks = new Masks(interactions.map(({ response }) => jsonOf(response.body.string)));
  const calls: CallFact[] = [];
  for (const { request, response } of interactions) {
    const body = jsonOf(response.body.string);
    const answer = { status: response.status.code, keys: sets.indexOf(comparedKeys(body)) };
    const { pathname, searchParams } = new URL(request.uri);
    const last = calls.at(-1);
    if (request.method === "GET" && POLL.test(pathname)) {
      if (last?.path === "{operation}") addPoll(last, answer);
      else calls.push({ method: "GET", path: "{operation}", ...answer });
      continue;
    }
    const call: CallFact = {
      method: request.method,
      path: masks.mask(decodeURIComponent(pathname)),
      ...answer,
    };
    const query = [...searchParams].filter(([name]) => KEPT_OPTIONS.test(name));
    if (query.length > 0)
      call.query = Object.fromEntries(query.map(([name, value]) => [name, masks.mask(value)]));
    const sent = jsonOf(request.body ?? undefined);
    if (sent !== undefined) call.body = bodyFact(sent, "", masks);
    calls.push(call);
    const ids = masks.idsIn(body);
    if (Object.keys(ids).length > 0) call.ids = ids;
  }
  return calls.map((call) => masks.withUsedIds(call, calls));
}

/** Several polls of one operation are one call: how often a client asks is its own affair. */
function addPoll(call: CallFact, answer: { status: number; keys: number }): void {
  const { status, keys, before = [] } = call;
  const isKnown = [...before, answer].some((one) => one.status === status && one.keys === keys);
  if (!isKnown) call.before = [...before, { status, keys }];
  Object.assign(call, answer);
}

function bodyFact(value: unknown, key: string, masks: Masks): unknown {
  if (Array.isArray(value)) return value.map((item) => bodyFact(item, key, masks));
  if (isJsonObject(value)) {
    // A filter by tag finds a tag's value.
    const entries = Object.entries(value).map(([name, inner]) => [
      masks.mask(name),
      bodyFact(inner, key === "tags" ? "value" : name, masks),
    ]);
    return Object.fromEntries(entries) as unknown;
  }
  if (typeof value !== "string") return value;
  const masked = masks.mask(value);
  return KEPT_TEXTS.has(key) || masked !== value || value === "" ? masked : "text";
}

/** A body's JSON; undefined for none, and for what is none. */
function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
