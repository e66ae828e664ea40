import { isNotFound } from "./errors";

/**
 * Resolves with undefined when Azure answers that the resource does not exist.
 * @param codes error codes with which the resource's service says so, besides those of Resource
 * Manager
 */
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

/** Cost Management uses the status as the error code; the local cloud uses a word. */
export const BUDGET_NOT_FOUND_CODES = ["404", "NotFound"];

/** Collects the items of all pages. */
export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
