import type { Collection, Store } from "../core/store";
import type {
  Bearer,
  Cluster,
  ClusterEvent,
  Grant,
  Job,
  LibraryStatus,
  Member,
  Policy,
  Run,
  RunOutput,
  Scope,
  Secret,
  WorkspaceObject,
} from "./entities";

/** The kinds of thing a workspace holds, with the key of each. */
interface Nouns {
  /** By cluster id, as are events. */
  clusters: Cluster;
  events: ClusterEvent[];
  /** By `<cluster id>/<library key>`. */
  libraries: LibraryStatus;
  /** By path, without `/Workspace`. */
  objects: WorkspaceObject;
  /** By name. */
  scopes: Scope;
  /** By `<scope>:<key>`. */
  secrets: Secret;
  /** By id. */
  members: Member;
  /** By the token itself. */
  bearers: Bearer;
  /** By `<type of the path>/<id>`, e.g. `clusters/0101-…`. */
  grants: Grant[];
  policies: Policy;
  /** By id, as are runs and their outputs. */
  jobs: Job;
  runs: Run;
  outputs: RunOutput;
}
const NOUNS: (keyof Nouns)[] = [
  "clusters",
  "events",
  "libraries",
  "objects",
  "scopes",
  "secrets",
  "members",
  "bearers",
  "grants",
  "policies",
  "jobs",
  "runs",
  "outputs",
];

/** Everything inside one workspace, by its numeric id. */
export type Content = { [N in keyof Nouns]: Collection<Nouns[N]> } & { workspaceId: string };

/** A view of the store: the collections `databricks/<noun>`, narrowed to one workspace's keys. */
export function contentOf(store: Store, workspaceId: string): Content {
  const view = <N extends keyof Nouns>(noun: N): Collection<Nouns[N]> =>
    scoped(store, noun, workspaceId);
  return {
    workspaceId,
    clusters: view("clusters"),
    events: view("events"),
    libraries: view("libraries"),
    objects: view("objects"),
    scopes: view("scopes"),
    secrets: view("secrets"),
    members: view("members"),
    bearers: view("bearers"),
    grants: view("grants"),
    policies: view("policies"),
    jobs: view("jobs"),
    runs: view("runs"),
    outputs: view("outputs"),
  };
}

/** Removes everything inside a workspace. */
export function wipe(store: Store, workspaceId: string): void {
  for (const noun of NOUNS) {
    const view = scoped(store, noun, workspaceId);
    for (const [key] of view.entries()) view.delete(key);
  }
}

function scoped<N extends keyof Nouns>(
  store: Store,
  noun: N,
  workspaceId: string,
): Collection<Nouns[N]> {
  const all = store.collection<Nouns[N]>(`databricks/${noun}`);
  const prefix = `${workspaceId}/`;
  return {
    get: (key) => all.get(prefix + key),
    put: (key, value) => all.put(prefix + key, value),
    update: (key, change) => all.update(prefix + key, change),
    delete: (key) => all.delete(prefix + key),
    values: () => byWorkspace(store, noun)(workspaceId),
    entries: () =>
      all
        .entries()
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
  };
}

/** One look-up per store and noun: a class has hundreds of workspaces in one world. */
const lookUps = new WeakMap<Store, Map<string, (workspaceId: string) => unknown[]>>();
function byWorkspace<N extends keyof Nouns>(
  store: Store,
  noun: N,
): (workspaceId: string) => Nouns[N][] {
  const known = lookUps.get(store) ?? new Map<string, (workspaceId: string) => unknown[]>();
  lookUps.set(store, known);
  const found =
    known.get(noun) ??
    store.index<Nouns[N]>(`databricks/${noun}`, (_, key) => key.slice(0, key.indexOf("/")));
  known.set(noun, found);
  return found as (workspaceId: string) => Nouns[N][];
}
