import { isUnder, parentPath } from "../workspace/paths";
import { ApiError } from "../../core/errors";
import { alreadyExists, doesNotExist } from "../errors";
import type { WorkspaceStore } from "../store";
import type { DbfsEntry } from "./entities";

const ROOT: DbfsEntry = { path: "/", is_dir: true, content: "", modification_time: 0 };

/** The entry at a path. @throws ApiError RESOURCE_DOES_NOT_EXIST */
export function entryAt({ dbfs }: WorkspaceStore, path: string): DbfsEntry {
  const found = path === "/" ? ROOT : dbfs.get(path);
  if (!found) throw doesNotExist(`No file or directory exists on path ${path}.`);
  return found;
}

/** The entries in a folder, by name; a file is in itself. */
export function entriesIn(store: WorkspaceStore, { path, is_dir }: DbfsEntry): DbfsEntry[] {
  return store.dbfs
    .values()
    .filter((one) => (is_dir ? parentPath(one.path) === path : one.path === path))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/**
 * Makes a folder and those above it.
 * @throws ApiError RESOURCE_ALREADY_EXISTS where one of them is a file
 */
export function addFolders({ dbfs }: WorkspaceStore, path: string, now: number): void {
  for (let at = path; at !== "/"; at = parentPath(at)) {
    const found = dbfs.get(at);
    if (found?.is_dir === false) throw alreadyExists(taken(at));
    if (!found) dbfs.put(at, { ...ROOT, path: at, modification_time: now });
  }
}

/**
 * Refuses to write where something is.
 * @throws ApiError RESOURCE_ALREADY_EXISTS for a folder, and without `overwrite` for a file
 */
export function requireFree({ dbfs }: WorkspaceStore, path: string, overwrite: boolean): void {
  const found = path === "/" ? ROOT : dbfs.get(path);
  if (found && (found.is_dir || !overwrite)) throw alreadyExists(taken(path));
}

/** Writes a file, with the folders above it. @param content base64 */
export function putFile(store: WorkspaceStore, path: string, content: string, now: number): void {
  addFolders(store, parentPath(path), now);
  store.dbfs.put(path, { path, is_dir: false, content, modification_time: now });
}

/**
 * Deletes what is at a path; nothing there is no error.
 * @throws ApiError IO_ERROR for a folder with content, without `recursive`
 */
export function deleteEntry(store: WorkspaceStore, path: string, recursive: boolean): void {
  const all = store.dbfs.values().filter((one) => isUnder(one.path, path));
  if (!recursive && all.some((one) => one.path !== path))
    throw new ApiError(
      400,
      "IO_ERROR",
      "Directory is not empty. Use recursive delete or remove contents first.",
    );
  for (const one of all) store.dbfs.delete(one.path);
}

/**
 * Moves a file, or a folder with its content.
 * @throws ApiError RESOURCE_DOES_NOT_EXIST, RESOURCE_ALREADY_EXISTS
 */
export function moveEntry(store: WorkspaceStore, from: string, to: string, now: number): void {
  entryAt(store, from);
  requireFree(store, to, false);
  addFolders(store, parentPath(to), now);
  for (const one of store.dbfs.values().filter(({ path }) => isUnder(path, from))) {
    store.dbfs.delete(one.path);
    const path = to + one.path.slice(from.length);
    store.dbfs.put(path, { ...one, path });
  }
}

const taken = (path: string): string =>
  `A file or directory already exists at the input path dbfs:${path}.`;
