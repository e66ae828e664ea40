import { invalidParameter } from "./errors";

/** The REST API leaves an empty list out of its answer. */
export const omitEmpty = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

/**
 * One page of a list: its items under `name`, and tokens of the next and the previous page. A
 * `size` of 0 asks for everything.
 * @throws ApiError INVALID_PARAMETER_VALUE for a token that is not a whole number ≥ 0.
 */
export function paginate(
  name: string,
  all: unknown[],
  size: number,
  token = "",
): Record<string, unknown> {
  const from = Number(token);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter(`Invalid page token: ${token}`);
  const end = size === 0 ? all.length : from + size;
  return {
    [name]: omitEmpty(all.slice(from, end)),
    next_page_token: end < all.length ? String(end) : undefined,
    prev_page_token: from > 0 ? String(Math.max(0, from - size)) : undefined,
  };
}
