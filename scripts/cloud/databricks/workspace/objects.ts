import type { World } from "../../core/world";
import { grantCreator, isUnder, typeWord } from "../permissions/acl";
import type { Content } from "../store";
import type { WorkspaceObject } from "../entities";
import { ApiError } from "../../core/errors";
import { exists, missing } from "../errors";
import type { Caller } from "../identity/members";

/** `/Workspace/X` and `/X` are one object; doubled and trailing slashes do not count. */
export function normalPath(path: string): string {
  const bare = path.replace(/\/{2,}/g, "/").replace(/^\/Workspace(?=\/|$)/, "");
  return bare.replace(/(.)\/$/, "$1") || "/";
}
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** @throws RESOURCE_DOES_NOT_EXIST */
export function objectAt(content: Content, path: string): WorkspaceObject {
  const found = content.objects.get(path);
  if (!found) throw missing(`Path (${path}) doesn't exist.`);
  return found;
}

export function addFolder(
  world: World,
  content: Content,
  path: string,
  creator: string,
): WorkspaceObject {
  const now = world.clock.now();
  return content.objects.put(path, {
    path,
    object_type: "DIRECTORY",
    object_id: path === "/" ? 0 : Number(world.random.digits(15)),
    created_at: now,
    modified_at: now,
    creator,
  });
}

/** Makes a folder and all above it. @throws RESOURCE_ALREADY_EXISTS when something else is in the way. */
export function makeFolders(world: World, content: Content, path: string, caller: Caller): void {
  const found = content.objects.get(path);
  if (found) {
    if (found.object_type === "DIRECTORY") return;
    throw exists(`The following path already exists: ${path}`);
  }
  makeFolders(world, content, parentOf(path), caller);
  const folder = addFolder(world, content, path, caller.member.userName);
  grantCreator(content, caller, "directories", String(folder.object_id));
}

/** Removes an object and, with `recursive`, all below it. @throws DIRECTORY_NOT_EMPTY, RESOURCE_DOES_NOT_EXIST. */
export function removeObject(content: Content, path: string, recursive: boolean): void {
  objectAt(content, path);
  const all = content.objects.values().filter((o) => isUnder(o.path, path));
  if (all.length > 1 && !recursive)
    throw new ApiError(400, "DIRECTORY_NOT_EMPTY", `Folder (${path}) is not empty`);
  for (const o of all) {
    content.objects.delete(o.path);
    content.grants.delete(`${typeWord[o.object_type]}/${o.object_id}`);
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
