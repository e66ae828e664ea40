import type { StackResource } from "./rule";

/**
 * Returns a test of two URNs: whether `from` depends on `to`, directly or through other resources.
 */
export function dependencyTest(
  resources: readonly StackResource[],
): (from: string, to: string) => boolean {
  const direct = new Map(resources.map(({ urn, dependencies }) => [urn, dependencies]));
  const closures = new Map<string, ReadonlySet<string>>();
  const dependenciesOf = (from: string): ReadonlySet<string> => {
    const closure = closures.get(from);
    if (closure) return closure;
    const seen = new Set<string>();
    const pending = [...(direct.get(from) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(direct.get(next) ?? []));
    }
    closures.set(from, seen);
    return seen;
  };
  return (from, to) => dependenciesOf(from).has(to);
}
