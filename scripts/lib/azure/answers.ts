import { isNotFound } from "./errors";

/** The answer, undefined when what was asked for is not there; `codes` are its service's own for that. */
export async function ignoreNotFound<T>(
  answer: Promise<T>,
  codes: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error, codes)) return undefined;
    throw error;
  }
}

/** Every item of a paged answer. */
export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
