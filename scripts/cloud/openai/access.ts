import type { FastifyRequest } from "fastify";
import { hasDataPermission } from "../azure/authorization/access";
import type { Account } from "../azure/entities";
import { isEnforced, refuse } from "../azure/refusals";
import { azureStore } from "../azure/store";
import type { World } from "../core/world";
import type { DataOperation } from "./data-operations";
import {
  invalidKey,
  invalidToken,
  keysDisabled,
  networkDenied,
  missingDataRole,
  resourceNotFound,
  subdomainRequired,
} from "./errors";

/*
 * @parity
 * - 401 wrong key; 401 bad token; 403 `AuthenticationTypeDisabled`; 403 network; 400 token without
 *   custom subdomain — reported; bad token guessed
 * - Tokens for cognitiveservices.azure.com or ai.azure.com, of a principal with the data action at
 *   or above the account; else 401 `PermissionDenied` (azure-docs 114370 and users' later wording) —
 *   documented, reported
 * - A new role assignment takes effect here after 120 s, everywhere at once (Azure: usually 1–5
 *   minutes, up to 10 by its page *Troubleshoot Azure RBAC*, and for a while only at some of its
 *   servers); one that is taken back ends at once, and Resource Manager honours a new one at once —
 *   documented; figure guessed, the last two ours
 */

/** The name of a refusal that has no code of its own. */
const NO_SUBDOMAIN = "CustomSubDomainRequired";
const AUDIENCES = /^https:\/\/(cognitiveservices\.azure\.com|ai\.azure\.com)\/?$/;

/**
 * The account that a request's host belongs to, for a caller who may do the operation there: one
 * with a key of the account, or with a token of a principal that has a data role on it. The v1 path
 * also accepts a key as `Bearer`, as the plain SDK sends it.
 * @throws ApiError 400 without a custom subdomain, 401 for a wrong credential or a missing role,
 * 403 where keys or public network access are disabled, 404 where the account is gone.
 */
export async function admit(
  world: World,
  request: FastifyRequest,
  v1: boolean,
  operation: DataOperation,
): Promise<Account> {
  const account = azureStore(world).accounts.get(request.cloudHost.key);
  if (!account) throw resourceNotFound();
  if (account.properties.publicNetworkAccess === "Disabled") throw networkDenied();
  const { "api-key": header, authorization } = request.headers;
  const isKey = (text: unknown): boolean =>
    text === account.keys.key1 || text === account.keys.key2;
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  const bearerIsKey = v1 && (isKey(bearer) || !isJwt(bearer));
  const key = header ?? (bearerIsKey ? bearer : undefined);
  if (key !== undefined || bearer === undefined) {
    if (key !== undefined && account.properties.disableLocalAuth === true)
      refuse(world, keysDisabled());
    if (!isKey(key)) throw invalidKey();
    return account;
  }
  const claims = await world.tokens.verify(authorization);
  if (!claims || !AUDIENCES.test(claims.aud)) throw invalidToken();
  if (account.properties.customSubDomainName === undefined && isEnforced(world, NO_SUBDOMAIN))
    throw subdomainRequired();
  if (!hasDataPermission(world, claims.oid, operation.action, account.id))
    throw missingDataRole(claims.oid, operation);
  return account;
}

const isJwt = (text: string | undefined): boolean =>
  text !== undefined && text.split(".").length === 3;
