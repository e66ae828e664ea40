import type { World } from "../../core/world";
import { grantCreator, permissionType } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { WorkspaceObject } from "../entities";
import { ApiError } from "../../core/errors";
import { alreadyExists, doesNotExist, invalidParameter } from "../errors";
import type { Caller } from "../identity/members";
import type { ImportedObject } from "./notebook-format";
import { isUnder, parentPath } from "./paths";

/** The object at a normalised path. @throws ApiError RESOURCE_DOES_NOT_EXIST */
export function objectByPath(store: WorkspaceStore, path: string): WorkspaceObject {
  const found = store.objects.get(path);
  if (!found) throw doesNotExist(`Path (${path}) doesn't exist.`);
  return found;
}

/** Adds a folder without grants. The caller has checked that the path is free. */
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

/**
 * Makes a folder and all missing folders above it.
 * @throws ApiError RESOURCE_ALREADY_EXISTS when a notebook or file has that path.
 */
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

/**
 * Deletes an object and, with `recursive`, everything below it.
 * @throws ApiError RESOURCE_DOES_NOT_EXIST, or DIRECTORY_NOT_EMPTY without `recursive`.
 */
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

/** An object as `get-status` and `list` answer it. */
export function describeObject(object: WorkspaceObject): Record<string, unknown> {
  const { path, object_type, object_id, language, created_at, modified_at } = object;
  return {
    path,
    object_type,
    object_id,
    resource_id: String(object_id),
    created_at,
    modified_at,
    language,
    size: sizeOf(object),
  };
}

/** Size in bytes of a file; the API gives none for other objects. */
function sizeOf({ object_type, content = "" }: WorkspaceObject): number | undefined {
  if (object_type !== "FILE") return undefined;
  return Buffer.from(content, "base64").length;
}

/**
 * Writes an imported object; a new one is its creator's.
 * @throws ApiError RESOURCE_ALREADY_EXISTS | INVALID_PARAMETER_VALUE where another kind has that path
 */
export function saveObject(
  world: World,
  { store, caller }: { store: WorkspaceStore; caller: Caller },
  imported: ImportedObject,
  existing: WorkspaceObject | undefined,
  overwrite: boolean,
): number {
  if (existing && !overwrite) throw alreadyExists(`Path (${imported.path}) already exists.`);
  if (existing && existing.object_type !== imported.object_type)
    throw invalidParameter(
      `Cannot overwrite the asset at ${imported.path} due to type mismatch (asked: ${imported.object_type}, actual: ${existing.object_type})`,
    );
  const now = world.clock.now();
  const object_id = existing?.object_id ?? Number(world.random.digits(15));
  world.store.atomically(() => {
    store.objects.put(imported.path, {
      ...imported,
      object_id,
      created_at: existing?.created_at ?? now,
      modified_at: now,
      creator: existing?.creator ?? caller.member.userName,
    });
    if (!existing)
      grantCreator(store, caller, permissionType[imported.object_type], String(object_id));
  });
  return object_id;
}
