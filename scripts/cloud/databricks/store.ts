import type { Collection, Store } from "../core/store";
import type { InstancePool } from "./clusters/instance-pool";
import type { DbfsEntry, Upload } from "./dbfs/entities";
import type { GitCredential } from "./git/git-credential";
import type { IpAccessList } from "./settings/ip-access-list";
import type {
  AccessToken,
  Cluster,
  ClusterEvent,
  MultiTaskRun,
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
  multiTaskRuns: MultiTaskRun;
  outputs: RunOutput;
  /** By path. */
  dbfs: DbfsEntry;
  /** By handle; their blocks by `<handle>/<number>`, in base64. */
  uploads: Upload;
  blocks: string;
  /** By id, as are lists of addresses and credentials. */
  pools: InstancePool;
  ipAccessLists: IpAccessList;
  gitCredentials: GitCredential;
  /** By key of the workspace's configuration. */
  conf: string;
}
/** The collections of one workspace, and its numeric id. */
export type WorkspaceStore = { readonly [N in keyof Entities]: Collection<Entities[N]> } & {
  readonly workspaceId: string;
};

const COLLECTIONS = Object.keys({
  clusters: true,
  events: true,
  libraries: true,
  objects: true,
  scopes: true,
  secrets: true,
  members: true,
  groups: true,
  bearers: true,
  grants: true,
  policies: true,
  jobs: true,
  runs: true,
  multiTaskRuns: true,
  outputs: true,
  dbfs: true,
  uploads: true,
  blocks: true,
  pools: true,
  ipAccessLists: true,
  gitCredentials: true,
  conf: true,
} satisfies Record<keyof Entities, true>) as (keyof Entities)[];

/** Makes each view when it is first asked for: most requests need two or three of them. */
class Views {
  constructor(
    readonly world: Store,
    readonly workspaceId: string,
  ) {}
}
for (const name of COLLECTIONS)
  Object.defineProperty(Views.prototype, name, {
    get(this: Views) {
      const value = scopedCollection(this.world, name, this.workspaceId);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });

/** A view of the collections `databricks/<name>` of the world's store, limited to one workspace. */
export const workspaceStore = (store: Store, workspaceId: string): WorkspaceStore =>
  new Views(store, workspaceId) as unknown as WorkspaceStore;

/** Deletes everything inside a workspace. */
export function clearWorkspaceStore(store: Store, workspaceId: string): void {
  const views = workspaceStore(store, workspaceId);
  for (const name of COLLECTIONS)
    for (const [key] of views[name].entries()) views[name].delete(key);
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
