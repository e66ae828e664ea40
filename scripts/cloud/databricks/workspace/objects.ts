import type { World } from "../../core/world";
import { grantCreator, isUnder, permissionType } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { WorkspaceObject } from "../entities";
import { ApiError } from "../../core/errors";
import { alreadyExists, doesNotExist } from "../errors";
import type { Caller } from "../identity/members";

/** `/Workspace/X` and `/X` are one object; doubled and trailing slashes do not count. */
export function normalizePath(path: string): string {
  const bare = path.replace(/\/{2,}/g, "/").replace(/^\/Workspace(?=\/|$)/, "");
  return bare.replace(/(.)\/$/, "$1") || "/";
}
export const parentPath = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** @throws RESOURCE_DOES_NOT_EXIST */
export function objectByPath(store: WorkspaceStore, path: string): WorkspaceObject {
  const found = store.objects.get(path);
  if (!found) throw doesNotExist(`Path (${path}) doesn't exist.`);
  return found;
}

export function addFolder(
  world: World,
  store: WorkspaceStore,
  path: string,
  creator: string,
): WorkspaceObject {
  const now = world.clock.now();
  return store.objects.put(path, {
    path,
    object_type: "DIRECTORY",
    object_id: path === "/" ? 0 : Number(world.random.digits(15)),
    created_at: now,
    modified_at: now,
    creator,
  });
}

/** Makes a folder and all above it. @throws RESOURCE_ALREADY_EXISTS when something else is in the way. */
export function makeFolders(
  world: World,
  store: WorkspaceStore,
  path: string,
  caller: Caller,
): void {
  const found = store.objects.get(path);
  if (found) {
    if (found.object_type === "DIRECTORY") return;
    throw alreadyExists(`The following path already exists: ${path}`);
  }
  makeFolders(world, store, parentPath(path), caller);
  const folder = addFolder(world, store, path, caller.member.userName);
  grantCreator(store, caller, "directories", String(folder.object_id));
}

/** Removes an object and, with `recursive`, all below it. @throws DIRECTORY_NOT_EMPTY, RESOURCE_DOES_NOT_EXIST. */
export function deleteObject(store: WorkspaceStore, path: string, recursive: boolean): void {
  objectByPath(store, path);
  const all = store.objects.values().filter((o) => isUnder(o.path, path));
  if (all.length > 1 && !recursive)
    throw new ApiError(400, "DIRECTORY_NOT_EMPTY", `Folder (${path}) is not empty`);
  for (const o of all) {
    store.objects.delete(o.path);
    store.grants.delete(`${permissionType[o.object_type]}/${o.object_id}`);
  }
}

/** As `get-status` and `list` show it. */
export function describeObject(object: WorkspaceObject): Record<string, unknown> {
  const { path, object_type, object_id, language, created_at, modified_at, content } = object;
  return {
    path,
    object_type,
    object_id,
    resource_id: String(object_id),
    created_at,
    modified_at,
    ...(language !== undefined && { language }),
    ...(object_type === "FILE" && { size: Buffer.from(content ?? "", "base64").length }),
  };
}
