/** Property paths of `ignoreChanges` and `replaceOnChanges`: `a.b[0]["c.d"]`, `*`. */
import { isPropertyMap, type Props, type Value } from "../plugin";
import { isEqual, isSecret, secret, withoutSecretMarks } from "./wire";

/** The keys of a path, outermost first; `*` matches every key. */
export const parsePath = (path: string): string[] =>
  [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[(\*)\]|([^.[\]]+)/g)].map(
    (m) => m[1] ?? m[2]?.replace(/\\(.)/g, "$1") ?? m[3] ?? m[4] ?? "",
  );

/** Whether one of two paths is inside the other, or both are the same. */
export function overlaps(one: string, other: string): boolean {
  const [keys, others] = [parsePath(one), parsePath(other)];
  const length = Math.min(keys.length, others.length);
  return keys
    .slice(0, length)
    .every((key, k) => [key, others[k]].includes("*") || key === others[k]);
}

const entriesOf = (v: Value | undefined): Map<string, Value> =>
  new Map(typeof v === "object" && v !== null ? Object.entries(v) : []);

function restoreAt(
  news: Value | undefined,
  olds: Value | undefined,
  path: string[],
): Value | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return olds;
  const [into, from] = [isSecret(news) ? news.value : news, isSecret(olds) ? olds.value : olds];
  if (typeof into !== "object" || into === null) return news;
  const [target, source] = [entriesOf(into), entriesOf(from)];
  for (const key of head === "*" ? new Set([...target.keys(), ...source.keys()]) : [head]) {
    const value = restoreAt(target.get(key), source.get(key), rest);
    if (value === undefined) target.delete(key);
    else target.set(key, value);
  }
  const copy = Array.isArray(into) ? [...target.values()] : Object.fromEntries(target);
  return isSecret(news) ? secret(copy) : copy;
}

/** `news` with the value of `olds` at each path. A value that `olds` does not have is removed. */
export function restore(news: Props, olds: Props, paths: readonly string[]): Props {
  let result: Props = news;
  for (const path of paths) {
    const restored = restoreAt(result, olds, parsePath(path));
    if (typeof restored === "object" && restored !== null && !Array.isArray(restored))
      result = restored;
  }
  return result;
}

/** Paths of the values that differ: the whole list where an item of a list does. */
export function differingPaths(olds: Props, news: Props, prefix = ""): string[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return names.flatMap((name) => {
    const path = prefix + name;
    const [before, after] = [olds[name], news[name]].map((v) => withoutSecretMarks(v ?? null));
    if (isEqual(before, after)) return [];
    if (isPropertyMap(before) && isPropertyMap(after))
      return differingPaths(before, after, `${path}.`);
    return [path];
  });
}
