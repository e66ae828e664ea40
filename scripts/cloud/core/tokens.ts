import { jwtVerify, SignJWT } from "jose";
import type { Clock } from "./clock";
import type { Store } from "./store";
import type { Random } from "./random";

/** Claims of an Entra access token that the simulated services and azure-native read. */
export interface Claims {
  /** The resource that the token is for, e.g. `https://management.azure.com`. */
  aud: string;
  /** Object id of the principal. */
  oid: string;
  /** Tenant id. */
  tid: string;
  idtyp: "app" | "user";
  /** Application id of a service principal. */
  appid?: string;
  /** User name of a user. */
  upn?: string;
}

const LIFETIME_SECONDS = 3600;
/** Size of the cache of verified tokens: a stack's clients send the same one hundreds of times. */
const MAX_REMEMBERED = 2000;

/** Issues and verifies the world's access tokens. All services share its key. */
export class Tokens {
  private readonly key: Uint8Array;
  private readonly verified = new Map<string, Claims>();

  constructor(
    store: Store,
    random: Random,
    private readonly clock: Clock,
  ) {
    const collection = store.collection<string>("tokens");
    const key = collection.get("key") ?? collection.put("key", random.hex(64));
    this.key = Buffer.from(key, "hex");
  }

  /** A signed token; `expiresIn` is in seconds. */
  async issue(claims: Claims, issuer: string): Promise<{ token: string; expiresIn: number }> {
    const now = Math.floor(this.clock.now() / 1000);
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(issuer)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(this.key);
    return { token, expiresIn: LIFETIME_SECONDS };
  }

  /**
   * The claims of a `Bearer …` header; undefined when it is missing, malformed or foreign.
   * Expiry is not enforced, because the clock jumps.
   */
  async verify(authorization: string | undefined): Promise<Claims | undefined> {
    const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) return undefined;
    const known = this.verified.get(token);
    if (known) return known;
    try {
      const { payload } = await jwtVerify<Claims>(token, this.key, {
        currentDate: new Date(0),
        clockTolerance: 1e12,
      });
      if (this.verified.size >= MAX_REMEMBERED) this.verified.clear();
      this.verified.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  }
}
