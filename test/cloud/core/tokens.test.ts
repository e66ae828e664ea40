import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { Clock } from "../../../scripts/cloud/core/clock";
import { Random } from "../../../scripts/cloud/core/random";
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

function world(store = new Store()): { tokens: Tokens; clock: Clock } {
  const clock = new Clock(store, () => START);
  return { tokens: new Tokens(store, new Random(), clock), clock };
}

describe("access tokens", () => {
  it("carry their claims, readable by anyone, with times of the world's clock", async () => {
    const { tokens } = world();
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
  });
});
