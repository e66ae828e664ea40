import { invalidParameter } from "./errors";

/** One page of a list: its items under `name` (left out when there are none), and tokens towards its neighbours. */
export function paginate(
  name: string,
  all: unknown[],
  size: number,
  token?: string,
): Record<string, unknown> {
  const from = token === undefined || token === "" ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0)
    throw invalidParameter(`Invalid page token: ${token ?? ""}`);
  const items = size === 0 ? all.slice(from) : all.slice(from, from + size);
  const next = from + items.length;
  return {
    ...(items.length > 0 && { [name]: items }),
    ...(next < all.length && { next_page_token: String(next) }),
    ...(from > 0 && { prev_page_token: String(Math.max(0, from - size)) }),
  };
}
