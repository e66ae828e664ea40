import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startCloud, type RunningCloud } from "../../scripts/cloud/cloud";
import { SignIn } from "../../scripts/providers/sign-in";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const folder = mkdtempSync(path.join(tmpdir(), "sign-in-"));
let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startCloud({ folder, model: () => Promise.reject(new Error("no model here")) });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

const SCOPE = "https://management.azure.com/.default";

it("gets one token for many askers, and another for another scope", async () => {
  const { authority, ...principal } = cloud.connection;
  const signIn = new SignIn();
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => signIn.token(authority, principal, SCOPE)),
  );
  expect(new Set(asked).size).toBe(1);
  expect(decodeJwt(asked[0] ?? "")).toMatchObject({
    tid: principal.tenantId,
    appid: principal.clientId,
  });
  const other = await signIn.token(authority, principal, "https://graph.microsoft.com/.default");
  expect(decodeJwt(other).aud).toContain("graph.microsoft.com");
});

it("says why a wrong secret is refused, and does not remember the refusal", async () => {
  const { authority, ...principal } = cloud.connection;
  const signIn = new SignIn();
  const wrong = { ...principal, clientSecret: "wrong" };
  await expect(signIn.token(authority, wrong, SCOPE)).rejects.toThrow(
    /AADSTS7000215|invalid_client/,
  );
  expect(await signIn.token(authority, principal, SCOPE)).toMatch(/^ey/);
});

it("gets another token once it is told to forget, for every scope of that principal", async () => {
  const { authority, ...principal } = cloud.connection;
  const signIn = new SignIn();
  const both = (): Promise<string[]> =>
    Promise.all(
      [SCOPE, "https://graph.microsoft.com/.default"].map((scope) =>
        signIn.token(authority, principal, scope),
      ),
    );
  const before = await both();
  expect(await both()).toEqual(before);
  cloud.world.tokens.useCloudClock(true);
  cloud.world.clock.advance(3_600_000);
  signIn.forget(authority, principal);
  const after = await both();
  cloud.world.tokens.useCloudClock(false);
  for (const [i, token] of after.entries()) expect(token).not.toBe(before[i]);
});
