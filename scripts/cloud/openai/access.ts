import { hasDataPermission } from "../azure/authorization/access";
import type { Account } from "../azure/entities";
import type { World } from "../core/world";
import {
  invalidKey,
  invalidToken,
  keysDisabled,
  networkDenied,
  missingDataRole,
  subdomainRequired,
} from "./errors";

const AUDIENCES = /^https:\/\/(cognitiveservices\.azure\.com|ai\.azure\.com)\/?$/;
const DATA_ACTION =
  "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action";

/** The two headers a caller may sign in with. */
export interface Credentials {
  "api-key"?: string | string[] | undefined;
  authorization?: string | undefined;
}

/**
 * Lets a caller through who holds a key of the account, or a token of a principal with a data role on it. The v1 path
 * also takes a key as `Bearer`, which is what the plain SDK sends.
 * @throws ApiError 400, 401, 403.
 */
export async function authenticate(
  world: World,
  account: Account,
  headers: Credentials,
  v1: boolean,
): Promise<void> {
  if (account.properties.publicNetworkAccess === "Disabled") throw networkDenied();
  const { "api-key": header, authorization } = headers;
  const isKey = (text: unknown): boolean =>
    text === account.keys.key1 || text === account.keys.key2;
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  const key = header ?? (v1 && (isKey(bearer) || !isJwt(bearer)) ? bearer : undefined);
  if (key !== undefined || bearer === undefined) {
    if (key !== undefined && account.properties.disableLocalAuth === true) throw keysDisabled();
    if (!isKey(key)) throw invalidKey();
    return;
  }
  const claims = await world.tokens.verify(authorization);
  if (!claims || !AUDIENCES.test(claims.aud)) throw invalidToken();
  if (account.properties.customSubDomainName === undefined) throw subdomainRequired();
  if (!hasDataPermission(world, claims.oid, DATA_ACTION, account.id))
    throw missingDataRole(claims.oid);
}

const isJwt = (text: string | undefined): boolean =>
  text !== undefined && text.split(".").length === 3;
