import type { Tags } from "../entities";

/**
 * Whether tags have the wanted `tagname`, with the wanted `tagvalue` if the filter names one. Names
 * of tags are compared without case, values with it, as Azure does.
 */
export function hasTag(tags: Tags, wanted: ReadonlyMap<string, string>): boolean {
  const name = wanted.get("tagname")?.toLowerCase();
  if (name === undefined) return true;
  const value = wanted.get("tagvalue");
  return Object.entries(tags ?? {}).some(
    ([one, its]) => one.toLowerCase() === name && (value ?? its) === its,
  );
}
