import type { AccessToken, TokenCredential } from "@azure/identity";
import type { Endpoints, Environment } from "./endpoints";

/**
 * Where the sign-ins of a process are. Pulumi runs each dynamic resource from its text, as a module of
 * its own: what they share is global. The name changes with the form of the map.
 */
const PLACE = "rai-lab/sign-ins/1";

/** The variables that say who signs in, and where. */
const SIGN_IN = /^(ARM|AZURE|ACTIONS)_/;

/** A remembered token is used until it has only this left. */
const REMAINING_MS = 300_000;

/** What all sign-ins with the same variables share: addresses, a credential, and its tokens. */
export interface SharedSignIn {
  endpoints: Endpoints;
  credential: TokenCredential;
}

/** The sign-in of an environment; `make` makes it for the first who asks. */
export async function sharedSignIn(
  env: Environment,
  make: () => Promise<SharedSignIn>,
): Promise<SharedSignIn> {
  const place = globalThis as unknown as Record<symbol, Map<string, SharedSignIn> | undefined>;
  const all = (place[Symbol.for(PLACE)] ??= new Map<string, SharedSignIn>());
  const key = JSON.stringify(Object.entries(env).filter(([name]) => SIGN_IN.test(name)));
  const known = all.get(key);
  if (known) return known;
  const made = await make();
  // Of several who ask at once, all get the first.
  if (!all.has(key)) all.set(key, made);
  return all.get(key)!;
}

/**
 * A credential that remembers its tokens: the library looks each up at length, and starts a process
 * for each of the Azure CLI's.
 */
export function remembering(credential: TokenCredential): TokenCredential {
  const known = new Map<string, AccessToken>();
  return {
    getToken: async (scopes, options) => {
      const scope = String(scopes);
      const kept = known.get(scope);
      if (kept && kept.expiresOnTimestamp - Date.now() > REMAINING_MS) return kept;
      const token = await credential.getToken(scopes, options);
      if (token) known.set(scope, token);
      return token;
    },
  };
}
