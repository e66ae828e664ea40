/*
 * @parity
 * - workspace paths with `.`, `..` or control characters: 400 INVALID_PARAMETER_VALUE — guessed
 */

/** `/Workspace/X` and `/X` name one object. Doubled and trailing slashes are dropped. */
export function normalizePath(path: string): string {
  const bare = path.replace(/\/{2,}/g, "/").replace(/^\/Workspace(?=\/|$)/, "");
  return bare.replace(/(.)\/$/, "$1") || "/";
}

/**
 * Whether a path can name an object: it begins at the root, and no part of it is `.` or `..` or
 * holds a control character.
 */
export const isObjectPath = (path: string): boolean =>
  path.startsWith("/") &&
  path.split("/").every((part) => !/^\.{1,2}$|[\p{Cc}\p{Zl}\p{Zp}]/u.test(part));

/** The folder that holds a path; `/` for itself. */
export const parentPath = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";

/** Whether a path is a folder itself or lies anywhere below it. */
export const isUnder = (path: string, folder: string): boolean =>
  folder === "/" || path === folder || path.startsWith(`${folder}/`);
