import type { FastifyRequest } from "fastify";
import { own } from "../../../../infra/json-object";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { azureStore } from "../store";
import type { OperationName } from "./actions";
import { keyOf } from "./ids";

/*
 * @parity
 * - `If-Match`, `If-None-Match` of accounts and deployments: 412 `PreconditionFailed`; of other
 *   types 501 — documented; text guessed
 */

/**
 * Obeys `If-Match` and `If-None-Match` of a write or deletion, where the resource has an ETag.
 * @throws ApiError 412 when a condition fails, 501 for a resource without an ETag
 */
export function requirePreconditions(
  world: World,
  { method, headers }: FastifyRequest,
  operation: OperationName,
  id: string,
): void {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (method === "GET" || (match === undefined && noneMatch === undefined)) return;
  const { accounts, deployments } = azureStore(world);
  const tables: Record<string, { get(key: string): { etag: string } | undefined }> = {
    "cognitiveservices/accounts": accounts,
    "cognitiveservices/accounts/deployments": deployments,
  };
  const table = own(tables, operation.replace(/\/(write|delete)$/, ""));
  if (!table) throw new NotSimulated(`If-Match and If-None-Match of ${operation}`);
  const etag = table.get(keyOf(id))?.etag;
  const isMet =
    (match === undefined || covers(match, etag)) &&
    (noneMatch === undefined || !covers(noneMatch, etag));
  if (!isMet)
    throw new ApiError(
      412,
      "PreconditionFailed",
      `The condition of '${id}' is not met: its ETag is ${etag ?? "none"}.`,
    );
}

/** Whether a list of ETags, or `*`, has the resource's. */
const covers = (list: string, etag: string | undefined): boolean =>
  etag !== undefined && (list.trim() === "*" || list.split(",").some((one) => one.trim() === etag));
