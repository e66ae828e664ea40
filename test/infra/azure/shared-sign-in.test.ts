import { expect, test } from "vitest";
import { remembering, sharedSignIn } from "../../../infra/azure/shared-sign-in";

const endpoints = { resourceManager: "", audience: "", authority: "", custom: true };
const make = () =>
  Promise.resolve({ endpoints, credential: { getToken: () => Promise.resolve(null) } });

test("sign-ins with the same variables are one", async () => {
  const env = { ARM_CLIENT_ID: "one", PATH: "/a" };
  const [first, second] = await Promise.all([sharedSignIn(env, make), sharedSignIn(env, make)]);
  expect(second).toBe(first);
  expect(await sharedSignIn({ ...env, PATH: "/b" }, make)).toBe(first);
  expect(await sharedSignIn({ ...env, ARM_CLIENT_ID: "two" }, make)).not.toBe(first);
});

test("a sign-in that failed is tried again", async () => {
  const env = { ARM_CLIENT_ID: "three" };
  const refused = sharedSignIn(env, () => Promise.reject(new Error("refused")));
  await expect(refused).rejects.toThrow("refused");
  await expect(sharedSignIn(env, make)).resolves.toEqual(expect.objectContaining({ endpoints }));
});

test("a token is asked for once, until it is about to end", async () => {
  let asked = 0;
  const credential = remembering({
    getToken: (scope) => {
      const minutes = scope === "short" ? 4 : 60;
      const expiresOnTimestamp = Date.now() + minutes * 60_000;
      return Promise.resolve({ token: `${String(scope)} ${++asked}`, expiresOnTimestamp });
    },
  });
  const tokens = [];
  for (const scope of ["long", "long", "short", "short", "long"])
    tokens.push((await credential.getToken(scope))?.token);
  expect(tokens).toEqual(["long 1", "long 1", "short 2", "short 3", "long 1"]);
});
