import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { Clock } from "../../../scripts/cloud/core/clock";
import { Store } from "../../../scripts/cloud/core/store";
import { Tokens, type Claims } from "../../../scripts/cloud/core/tokens";

const claims: Claims = {
  aud: "https://management.azure.com",
  oid: "o",
  tid: "t",
  idtyp: "app",
  appid: "c",
};
const START = Date.UTC(2026, 10, 23);

interface TestWorld {
  tokens: Tokens;
  clock: Clock;
  /** Lets real time pass. */
  pass: (seconds: number) => void;
}

function world(store = new Store()): TestWorld {
  let now = START;
  const clock = new Clock(store, () => now);
  return {
    tokens: new Tokens(store, clock, () => now),
    clock,
    pass: (seconds) => void (now += seconds * 1000),
  };
}

describe("access tokens", () => {
  it("carry their claims, readable by anyone, with times of the real clock", async () => {
    const { tokens, clock } = world();
    clock.advance(24 * 3600 * 1000);
    const { token, expiresIn } = await tokens.issue(claims, "https://issuer/");
    expect(decodeJwt(token)).toEqual({
      ...claims,
      iss: "https://issuer/",
      iat: START / 1000,
      nbf: START / 1000,
      exp: START / 1000 + 3600,
    });
    expect(expiresIn).toBe(3600);
  });

  it("are verified by the world that issued them, again and again, however far its clock has jumped", async () => {
    const { tokens, clock } = world();
    const { token } = await tokens.issue(claims, "i");
    expect(await tokens.verify(`Bearer ${token}`)).toMatchObject(claims);
    clock.advance(7 * 24 * 3600 * 1000);
    expect(await tokens.verify(`bearer ${token}`)).toMatchObject(claims);
  });

  it("end after an hour of real time, also where they were accepted before", async () => {
    const { tokens, pass } = world();
    const { token } = await tokens.issue(claims, "i");
    pass(3599);
    expect(await tokens.check(`Bearer ${token}`)).toMatchObject(claims);
    pass(1);
    expect(await tokens.check(`Bearer ${token}`)).toBe("expired");
    expect(await tokens.verify(`Bearer ${token}`)).toBeUndefined();
    const { token: next } = await tokens.issue(claims, "i");
    expect(await tokens.check(`Bearer ${next}`)).toMatchObject(claims);
  });

  it("live by the world's clock as a fault only", async () => {
    const { tokens, clock } = world();
    tokens.useCloudClock(true);
    const { token } = await tokens.issue(claims, "i");
    clock.advance(3600 * 1000);
    expect(await tokens.check(`Bearer ${token}`)).toBe("expired");
    tokens.useCloudClock(false);
    expect(await tokens.check(`Bearer ${token}`)).toMatchObject(claims);
  });

  it("can be verified by anyone, with the published keys", async () => {
    const store = new Store();
    const { tokens } = world(store);
    const { token } = await tokens.issue(claims, "i");
    const keys = await tokens.publicKeys();
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(decodeProtectedHeader(token)).toEqual({ alg: "RS256", typ: "JWT", kid: keys[0]?.kid });
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }), {
      currentDate: new Date(START),
      audience: claims.aud,
    });
    expect(payload).toMatchObject(claims);
    expect(await world(store).tokens.publicKeys()).toEqual(keys);
  });

  it("are valid after a restart of their world", async () => {
    const store = new Store();
    const { token } = await world(store).tokens.issue(claims, "i");
    expect(await world(store).tokens.verify(`Bearer ${token}`)).toMatchObject(claims);
  });

  it("are refused when foreign, changed, missing or of another scheme", async () => {
    const { tokens } = world();
    const { token } = await tokens.issue(claims, "i");
    const { token: foreign } = await world().tokens.issue(claims, "i");
    const [head, , signature] = token.split(".");
    const body = Buffer.from(JSON.stringify({ ...claims, oid: "somebody else" })).toString(
      "base64url",
    );
    for (const bad of [
      undefined,
      "",
      "Bearer",
      token,
      `Basic ${token}`,
      `Bearer ${foreign}`,
      "Bearer a.b.c",
    ])
      expect(await tokens.verify(bad)).toBeUndefined();
    expect(await tokens.verify(`Bearer ${head!}.${body}.${signature!}`)).toBeUndefined();
    for (const alg of ["none", "HS256"]) {
      const other = Buffer.from(JSON.stringify({ alg, typ: "JWT" })).toString("base64url");
      expect(await tokens.verify(`Bearer ${other}.${body}.${signature!}`)).toBeUndefined();
    }
  });
});
