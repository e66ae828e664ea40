import { jwtVerify, SignJWT } from "jose";
import type { Clock } from "./clock";
import type { Store } from "./store";
import type { Random } from "./random";

/** Claims of an Entra access token that our simulators and azure-native look at. */
export interface Claims {
  aud: string;
  /** Object id of the principal. */
  oid: string;
  tid: string;
  /** `app` for a service principal, `user` for a person. */
  idtyp: "app" | "user";
  appid?: string;
  /** A person's user name. */
  upn?: string;
}

const LIFETIME_SECONDS = 3600;
/** Verified tokens are remembered up to this many: a stack's clients show the same one hundreds of times. */
const MAX_REMEMBERED = 2000;

/** Issues and verifies the world's access tokens. Every service trusts the same key, as every Azure service trusts Entra. */
export class Tokens {
  private readonly key: Uint8Array;
  private readonly verified = new Map<string, Claims>();

  constructor(
    store: Store,
    random: Random,
    private readonly clock: Clock,
  ) {
    const kept = store.collection<string>("tokens");
    this.key = Buffer.from(kept.get("key") ?? kept.put("key", random.hex(64)), "hex");
  }

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

  /** The claims of a `Bearer …` header, or undefined when it is missing, foreign or malformed. Expiry is not enforced: the clock jumps. */
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
