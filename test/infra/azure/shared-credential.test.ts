import { expect, test } from "vitest";
import { sharedCredential } from "../../../infra/azure/shared-credential";

const make = () => ({ getToken: () => Promise.resolve(null) });

test("sign-ins with the same variables share a credential", () => {
  const env = { ARM_CLIENT_ID: "one", PATH: "/a" };
  const first = sharedCredential(env, make).get();
  expect(sharedCredential({ ...env, PATH: "/b" }, make).get()).toBe(first);
  expect(sharedCredential({ ...env, ARM_CLIENT_ID: "two" }, make).get()).not.toBe(first);
});

test("a new credential takes the place of one whose token was refused", () => {
  const env = { ARM_CLIENT_ID: "three" };
  const { get, renew } = sharedCredential(env, make);
  const refused = get();
  const renewed = renew();
  expect(renewed).not.toBe(refused);
  expect(sharedCredential(env, make).get()).toBe(renewed);
});
