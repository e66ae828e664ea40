import type { FastifyRequest } from "fastify";
import type { Account } from "../azure/entities";
import { NotSimulated } from "../core/errors";
import type { World } from "../core/world";
import { admit } from "./access";
import type { DataOperation } from "./data-operations";
import { resourceNotFound } from "./errors";
import { memberOf } from "./json-values";
import { type ApiVersion, requestedVersion } from "./versions";

/*
 * @parity
 * - Retired model: 410 from its date on — documented (a 404 was reported as well); body guessed
 */

/** A request to an account, whose caller is let in. */
export interface AccountCall {
  account: Account;
  /** Of this account alone: another one with its name, made after it was purged, has another key. */
  key: string;
  version: ApiVersion;
}

/** The two forms of every path: with a dated api-version, and v1. */
export const BOTH_PATHS = ["/openai", "/openai/v1"] as const;

/**
 * Finds the account of a request for batches or their files, and whether the caller may have it.
 * @throws ApiError 404 for an api-version without them; what `admit` throws
 */
export async function admitToBatches(
  world: World,
  request: FastifyRequest,
  operation: DataOperation,
): Promise<AccountCall> {
  const v1 = request.routeOptions.url?.startsWith("/openai/v1/") === true;
  const version = requestedVersion(world, request, v1);
  if (!version.batches) throw resourceNotFound();
  const account = await admit(world, request, v1, operation);
  return { account, key: account.internalId, version };
}

/**
 * A page of a list, the newest first, as `limit` and `after` (the last id that is known) ask for.
 * @throws ApiError 501 for other ways to ask for a part
 */
export function pageOf<T extends { id: string }>(
  all: readonly T[],
  query: unknown,
): { data: T[]; first_id: string | null; last_id: string | null; has_more: boolean } {
  for (const name of ["before", "order", "$filter", "$orderby"])
    if (memberOf(query, name) !== undefined) throw new NotSimulated(`the query parameter ${name}`);
  const after = memberOf(query, "after");
  const from = all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + Number(memberOf(query, "limit") ?? PAGE));
  return {
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + data.length < all.length,
  };
}
const PAGE = 20;
