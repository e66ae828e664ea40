import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type JWK,
} from "jose";
import type { Clock } from "./clock";
import type { Store } from "./store";

/*
 * @parity
 * - Tokens are parsable JWTs with aud, oid, tid, idtyp, appid or upn; RS256, verifiable with the
 *   keys at `jwks_uri` (those of Entra also carry certificates) — documented; claims ours
 * - A token ends after an hour of real time, on every service; by the world's clock, which jumps,
 *   only as a planned fault (`tokensByCloudClock` of `POST /faults`) — documented; by which clock is
 *   ours
 */

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

/** How long an access token is valid, as most of Entra's: an hour. */
const LIFETIME_SECONDS = 3600;
/** Size of the cache of verified tokens: a stack's clients send the same one hundreds of times. */
const MAX_REMEMBERED = 2000;
const ALGORITHM = "RS256";

type Key = Awaited<ReturnType<typeof importJWK>>;
interface KeyPair {
  id: string;
  sign: Key;
  verify: Key;
  /** The public half as it is published. */
  published: JWK;
}
type Payload = Claims & { exp: number };

/** Why a token is not accepted. */
export type TokenRefusal = "expired" | "invalid";

/** Issues and verifies the world's access tokens. All services share its key. */
export class Tokens {
  private readonly stored;
  private readonly verified = new Map<string, Payload>();
  private keys: Promise<KeyPair> | undefined;
  private byCloudClock = false;

  /**
   * @param realTime the time in ms that tokens live by: the world's clock jumps while other clients
   * poll, and would end the tokens of clients that waited for nothing
   */
  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly realTime: () => number,
  ) {
    this.stored = store.collection<JWK>("tokens");
  }

  /** A planned fault: tokens live by the world's clock, and end when it jumps by an hour. */
  useCloudClock(on: boolean): void {
    this.byCloudClock = on;
  }

  /** The public keys by which anyone can verify a token. */
  async publicKeys(): Promise<JWK[]> {
    return [(await this.keyPair()).published];
  }

  /** A signed token; `expiresIn` is in seconds. */
  async issue(claims: Claims, issuer: string): Promise<{ token: string; expiresIn: number }> {
    const { id, sign } = await this.keyPair();
    const now = this.seconds();
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid: id })
      .setIssuer(issuer)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(sign);
    return { token, expiresIn: LIFETIME_SECONDS };
  }

  /** The claims of a `Bearer …` header; undefined for one that is not accepted. */
  async verify(authorization: string | undefined): Promise<Claims | undefined> {
    const found = await this.check(authorization);
    return typeof found === "string" ? undefined : found;
  }

  /** The claims of a `Bearer …` header that was accepted before, and has not expired since. */
  known(authorization: string | undefined): Claims | undefined {
    const known = this.verified.get(tokenIn(authorization) ?? "");
    return known && known.exp > this.seconds() ? known : undefined;
  }

  /** The claims of a `Bearer …` header, or why it is not accepted. */
  async check(authorization: string | undefined): Promise<Claims | TokenRefusal> {
    const token = tokenIn(authorization);
    if (token === undefined) return "invalid";
    const known = this.known(authorization);
    if (known) return known;
    try {
      const { verify } = await this.keyPair();
      const { payload } = await jwtVerify<Payload>(token, verify, {
        algorithms: [ALGORITHM],
        currentDate: new Date(this.seconds() * 1000),
        requiredClaims: ["exp", "aud", "oid", "tid"],
      });
      if (this.verified.size >= MAX_REMEMBERED) this.verified.clear();
      this.verified.set(token, payload);
      return payload;
    } catch (error) {
      return error instanceof errors.JWTExpired ? "expired" : "invalid";
    }
  }

  private seconds(): number {
    const ms = this.byCloudClock ? this.clock.now() : this.realTime();
    return Math.floor(ms / 1000);
  }

  /** Made at the first token: most worlds of tests never need it. */
  private keyPair(): Promise<KeyPair> {
    return (this.keys ??= this.loadOrCreateKeys());
  }

  private async loadOrCreateKeys(): Promise<KeyPair> {
    const known = this.stored.get("signing");
    const secret = known ?? this.stored.put("signing", await createKey());
    const { kty, n, e } = secret;
    const published = { kty, n, e };
    const id = await calculateJwkThumbprint(published);
    return {
      id,
      sign: await importJWK(secret, ALGORITHM),
      verify: await importJWK(published, ALGORITHM),
      published: { ...published, use: "sig", kid: id, alg: ALGORITHM },
    };
  }
}

const tokenIn = (authorization = ""): string | undefined =>
  /^Bearer (.+)$/i.exec(authorization)?.[1];

async function createKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}
