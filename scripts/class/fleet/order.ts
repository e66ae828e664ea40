import type { Job } from "./job";

type Node = Pick<Job, "stack" | "after">;

/**
 * Jobs in the order in which they are considered: the one that the longest chain of others waits
 * for comes first, otherwise as given. So each comes after its prerequisites.
 * @throws Error when two jobs have one stack, or prerequisites are not among the jobs or go in
 * circles
 */
export function inOrder<T extends Node>(jobs: readonly T[]): T[] {
  const chains = chainLengths(jobs);
  const lengthOf = ({ stack }: T): number => chains.get(stack) ?? 0;
  return [...jobs].sort((a, b) => lengthOf(b) - lengthOf(a));
}

/** For each stack the number of jobs in the longest chain that begins with it. */
function chainLengths(jobs: readonly Node[]): Map<string, number> {
  const lengths = new Map(jobs.map(({ stack }) => [stack, 1]));
  if (lengths.size < jobs.length) throw new Error("two jobs have the same stack");
  const byStack = new Map(jobs.map((job) => [job.stack, job]));
  const dependents = new Map(jobs.map(({ stack }) => [stack, 0]));
  for (const { stack, after } of jobs)
    for (const name of new Set(after)) {
      const count = dependents.get(name);
      if (count === undefined) throw new Error(`${stack} waits for ${name}, which has no job`);
      dependents.set(name, count + 1);
    }
  // From the ends of all chains to their beginnings (Kahn's algorithm).
  const ends = jobs.filter(({ stack }) => dependents.get(stack) === 0);
  for (const { stack, after } of ends)
    for (const name of new Set(after)) {
      lengths.set(name, Math.max(lengths.get(name) ?? 1, 1 + (lengths.get(stack) ?? 1)));
      const left = (dependents.get(name) ?? 0) - 1;
      dependents.set(name, left);
      if (left === 0) ends.push(byStack.get(name)!);
    }
  if (ends.length < jobs.length) throw new Error("jobs wait for each other in a circle");
  return lengths;
}
