import type { Collection, Store } from "../core/store";
import type {
  AccessToken,
  Cluster,
  ClusterEvent,
  Grant,
  Group,
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

/** The entities of a workspace by collection, with the key of each. */
interface Entities {
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
  groups: Group;
  /** By the token itself. */
  bearers: AccessToken;
  /** By `<type of the path>/<id>`, e.g. `clusters/0101-…`. */
  grants: Grant[];
  policies: Policy;
  /** By id, as are runs and their outputs. */
  jobs: Job;
  runs: Run;
  outputs: RunOutput;
}
/** The collections of one workspace, and its numeric id. */
export type WorkspaceStore = { [N in keyof Entities]: Collection<Entities[N]> } & {
  workspaceId: string;
};

/** A view of the collections `databricks/<name>` of the world's store, limited to one workspace. */
export function workspaceStore(store: Store, workspaceId: string): WorkspaceStore {
  const view = <N extends keyof Entities>(name: N): Collection<Entities[N]> =>
    scopedCollection(store, name, workspaceId);
  return {
    workspaceId,
    clusters: view("clusters"),
    events: view("events"),
    libraries: view("libraries"),
    objects: view("objects"),
    scopes: view("scopes"),
    secrets: view("secrets"),
    members: view("members"),
    groups: view("groups"),
    bearers: view("bearers"),
    grants: view("grants"),
    policies: view("policies"),
    jobs: view("jobs"),
    runs: view("runs"),
    outputs: view("outputs"),
  };
}

/** Deletes everything inside a workspace. */
export function clearWorkspaceStore(store: Store, workspaceId: string): void {
  const { workspaceId: _, ...collections } = workspaceStore(store, workspaceId);
  for (const collection of Object.values(collections))
    for (const [key] of collection.entries()) collection.delete(key);
}

function scopedCollection<N extends keyof Entities>(
  store: Store,
  name: N,
  workspaceId: string,
): Collection<Entities[N]> {
  const all = store.collection<Entities[N]>(`databricks/${name}`);
  const prefix = `${workspaceId}/`;
  return {
    get: (key) => all.get(prefix + key),
    put: (key, value) => all.put(prefix + key, value),
    update: (key, change) => all.update(prefix + key, change),
    delete: (key) => all.delete(prefix + key),
    values: () => entriesByWorkspace(store, name)(workspaceId).map(([, value]) => value),
    entries: () =>
      entriesByWorkspace(
        store,
        name,
      )(workspaceId).map(([key, value]) => [key.slice(prefix.length), value]),
  };
}

type EntriesOf<T> = (workspaceId: string) => [string, T][];

/** One index per store and collection: the workspaces of a whole class share one world. */
const indexes = new WeakMap<Store, Map<string, EntriesOf<unknown>>>();
function entriesByWorkspace<N extends keyof Entities>(
  store: Store,
  name: N,
): EntriesOf<Entities[N]> {
  const ofStore = indexes.get(store) ?? new Map<string, EntriesOf<unknown>>();
  indexes.set(store, ofStore);
  const index =
    ofStore.get(name) ??
    store.entriesIndex<Entities[N]>(`databricks/${name}`, (_, key) =>
      key.slice(0, key.indexOf("/")),
    );
  ofStore.set(name, index);
  return index as EntriesOf<Entities[N]>;
}
