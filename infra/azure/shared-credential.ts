import type { TokenCredential } from "@azure/identity";
import type { Environment } from "./endpoints";

/**
 * Where the credentials of a process are. Pulumi runs each dynamic resource from its text, as a
 * module of its own: what they share is global. The name changes with the form of the map.
 */
const PLACE = "rai-lab/credentials/1";

/** The variables that say who signs in, and where. */
const SIGN_IN = /^(ARM|AZURE|ACTIONS)_/;

/** A credential that all sign-ins with the same variables share, and with it the tokens that it remembers. */
export interface SharedCredential {
  /** The one that is shared, made by the first who asks. */
  get: () => TokenCredential;
  /** Another one, which remembers no tokens, in its place. */
  renew: () => TokenCredential;
}

/** The credential of an environment; `make` makes one that remembers no tokens. */
export function sharedCredential(env: Environment, make: () => TokenCredential): SharedCredential {
  const place = globalThis as unknown as Record<symbol, Map<string, TokenCredential> | undefined>;
  const all = (place[Symbol.for(PLACE)] ??= new Map<string, TokenCredential>());
  const key = JSON.stringify(Object.entries(env).filter(([name]) => SIGN_IN.test(name)));
  const renew = (): TokenCredential => {
    const made = make();
    all.set(key, made);
    return made;
  };
  return { get: () => all.get(key) ?? renew(), renew };
}
