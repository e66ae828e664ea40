import type { StackResource } from "./rule";

/** Answers whether one resource waits for another, directly or through others. URNs. */
export function dependencyTest(
  resources: readonly StackResource[],
): (from: string, to: string) => boolean {
  const direct = new Map(resources.map(({ urn, dependencies }) => [urn, dependencies]));
  const known = new Map<string, ReadonlySet<string>>();
  const all = (from: string): ReadonlySet<string> => {
    const found = known.get(from);
    if (found) return found;
    const seen = new Set<string>();
    const open = [...(direct.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(direct.get(next) ?? []));
    }
    known.set(from, seen);
    return seen;
  };
  return (from, to) => all(from).has(to);
}
