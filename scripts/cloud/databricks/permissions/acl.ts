import { own } from "../../../../infra/json-object";
import type { WorkspaceStore } from "../store";
import type { Grant } from "../entities";
import { permissionDenied } from "../errors";
import { groupNamesOf, type Caller } from "../identity/members";
import { isUnder } from "../workspace/paths";

/**
 * By the type in `/permissions/<type>/<id>`: its singular in answers, and its levels, weakest
 * first.
 */
export const OBJECT_TYPES: Record<string, { singular: string; levels: string[] } | undefined> = {
  clusters: { singular: "cluster", levels: ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"] },
  notebooks: { singular: "notebook", levels: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"] },
  directories: { singular: "directory", levels: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"] },
  files: { singular: "file", levels: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"] },
  "cluster-policies": { singular: "cluster-policy", levels: ["CAN_USE"] },
  "instance-pools": { singular: "instance-pool", levels: ["CAN_ATTACH_TO", "CAN_MANAGE"] },
  jobs: { singular: "job", levels: ["CAN_VIEW", "CAN_MANAGE_RUN", "IS_OWNER", "CAN_MANAGE"] },
  // Its only object is `tokens`.
  authorization: { singular: "tokens", levels: ["CAN_USE", "CAN_MANAGE"] },
};

/** The type in `/permissions/<type>/<id>` of each kind of workspace object. */
export const permissionType = {
  NOTEBOOK: "notebooks",
  DIRECTORY: "directories",
  FILE: "files",
} as const;

/**
 * A grant that applies to an object. `inheritedFrom` is the `/directories/<id>` that it comes from.
 */
export type EffectiveGrant = Grant & { inheritedFrom?: string };

/**
 * All grants that apply to an object: its own, those on the folders above it, and the grant that
 * administrators have on everything.
 */
export function grantsOn(store: WorkspaceStore, type: string, id: string): EffectiveGrant[] {
  const direct: EffectiveGrant[] =
    store.grants.get(`${type}/${id}`) ?? own(AT_FIRST, `${type}/${id}`) ?? [];
  const above = ancestorFolders(store, type, id).flatMap((folder) =>
    (store.grants.get(`directories/${folder}`) ?? []).map((g) => ({
      ...g,
      inheritedFrom: `/directories/${folder}`,
    })),
  );
  const strongest = own(OBJECT_TYPES, type)?.levels.at(-1) ?? "CAN_MANAGE";
  const root = type in INHERITING_TYPES ? "/directories/0" : `/${type}/`;
  const admins: EffectiveGrant = {
    principal: "admins",
    kind: "group_name",
    permission_level: strongest,
    inheritedFrom: root,
  };
  return [...direct, ...above, admins];
}
/** Grants on what nobody creates, until they are replaced. */
const AT_FIRST: Record<string, Grant[]> = {
  "authorization/tokens": [{ principal: "users", kind: "group_name", permission_level: "CAN_USE" }],
};
const INHERITING_TYPES = { notebooks: true, directories: true, files: true };

/** Ids of the folders above a workspace object, nearest first. Other objects have none. */
function ancestorFolders(store: WorkspaceStore, type: string, id: string): string[] {
  if (!(type in INHERITING_TYPES)) return [];
  const self = store.objects.values().find((o) => String(o.object_id) === id);
  if (!self) return [];
  return store.objects
    .values()
    .filter(
      (o) => o.object_type === "DIRECTORY" && o.path !== self.path && isUnder(self.path, o.path),
    )
    .sort((a, b) => b.path.length - a.path.length)
    .map((o) => String(o.object_id));
}

/** Whether the caller has `level`, or a stronger one, on an object. */
export function hasPermission(
  store: WorkspaceStore,
  caller: Caller,
  type: string,
  id: string,
  level: string,
): boolean {
  if (caller.member.admin) return true;
  const levels = own(OBJECT_TYPES, type)?.levels ?? [];
  const groups = groupNamesOf(store, caller.member);
  const name = caller.member.userName.toLowerCase();
  const isForCaller = ({ kind, principal }: Grant): boolean => {
    if (kind === "group_name") return groups.includes(principal);
    return principal.toLowerCase() === name;
  };
  return grantsOn(store, type, id).some(
    (g) => isForCaller(g) && levels.indexOf(g.permission_level) >= levels.indexOf(level),
  );
}

/** The part of a request that decides about its permissions. */
interface CallerOfStore {
  store: WorkspaceStore;
  caller: Caller;
}

/** @throws ApiError PERMISSION_DENIED naming the caller, the level and the object (`label`). */
export function requirePermission(
  { store, caller }: CallerOfStore,
  type: string,
  id: string,
  level: string,
  label: string,
): void {
  if (hasPermission(store, caller, type, id, level)) return;
  throw permissionDenied(
    `${caller.member.userName} does not have ${level} permissions on ${label}.`,
  );
}

/** @throws ApiError PERMISSION_DENIED unless the caller has `level` on a cluster. */
export const requireOnCluster = (request: CallerOfStore, id: string, level: string): void =>
  requirePermission(request, "clusters", id, level, `cluster ${id}`);

/** @throws ApiError PERMISSION_DENIED unless the caller administers the workspace. */
export function requireAdmin(caller: Caller): void {
  if (!caller.member.admin)
    throw permissionDenied(
      `Only workspace admins may do this; ${caller.member.userName} is not one.`,
    );
}

/** Gives the creator of an object its strongest level; a job has its creator as owner. */
export function grantCreator(
  store: WorkspaceStore,
  caller: Caller,
  type: string,
  id: string,
): void {
  const levels = own(OBJECT_TYPES, type)?.levels ?? [];
  store.grants.put(`${type}/${id}`, [
    {
      principal: caller.member.userName,
      kind: caller.member.kind === "app" ? "service_principal_name" : "user_name",
      permission_level: type === "jobs" ? "IS_OWNER" : (levels.at(-1) ?? "CAN_MANAGE"),
    },
  ]);
}
