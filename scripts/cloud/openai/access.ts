import { hasDataPermission } from "../azure/authorization/access";
import type { Account } from "../azure/entities";
import { isEnforced, refuse } from "../azure/refusals";
import type { World } from "../core/world";
import type { DataOperation } from "./data-operations";
import {
  invalidKey,
  invalidToken,
  keysDisabled,
  networkDenied,
  missingDataRole,
  subdomainRequired,
} from "./errors";

/** The name of a refusal that has no code of its own. */
const NO_SUBDOMAIN = "CustomSubDomainRequired";
const AUDIENCES = /^https:\/\/(cognitiveservices\.azure\.com|ai\.azure\.com)\/?$/;

/** The two headers that may carry a credential. */
export interface Credentials {
  "api-key"?: string | string[] | undefined;
  authorization?: string | undefined;
}

/**
 * Accepts a key of the account, or a token of a principal with a data role on it. The v1 path also
 * accepts a key as `Bearer`, as the plain SDK sends it.
 * @throws ApiError 400 without a custom subdomain, 401 for a wrong credential or a missing role,
 * 403 where keys or public network access are disabled.
 */
export async function authenticate(
  world: World,
  account: Account,
  headers: Credentials,
  v1: boolean,
  operation: DataOperation,
): Promise<void> {
  if (account.properties.publicNetworkAccess === "Disabled") throw networkDenied();
  const { "api-key": header, authorization } = headers;
  const isKey = (text: unknown): boolean =>
    text === account.keys.key1 || text === account.keys.key2;
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  const bearerIsKey = v1 && (isKey(bearer) || !isJwt(bearer));
  const key = header ?? (bearerIsKey ? bearer : undefined);
  if (key !== undefined || bearer === undefined) {
    if (key !== undefined && account.properties.disableLocalAuth === true)
      refuse(world, keysDisabled());
    if (!isKey(key)) throw invalidKey();
    return;
  }
  const claims = await world.tokens.verify(authorization);
  if (!claims || !AUDIENCES.test(claims.aud)) throw invalidToken();
  if (account.properties.customSubDomainName === undefined && isEnforced(world, NO_SUBDOMAIN))
    throw subdomainRequired();
  if (!hasDataPermission(world, claims.oid, operation.action, account.id))
    throw missingDataRole(claims.oid, operation);
}

const isJwt = (text: string | undefined): boolean =>
  text !== undefined && text.split(".").length === 3;
