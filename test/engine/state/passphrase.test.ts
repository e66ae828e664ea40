import { expect, test } from "vitest";
import { Crypter } from "../../../scripts/engine/state/passphrase";

/** Made by Pulumi itself: `encryptionsalt` of its own test suite (pkg/secrets/passphrase), passphrase "password". */
const PULUMI_SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";

test("opens what Pulumi sealed: the check text inside a real encryption salt", async () => {
  const crypter = await Crypter.open("password", PULUMI_SALT);
  expect(crypter.decrypt("v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==")).toBe("pulumi");
});

test("a wrong passphrase is an error the reader can cure", async () => {
  await expect(Crypter.open("passw0rd", PULUMI_SALT)).rejects.toMatchObject({
    code: "state-unreadable",
    message: "the passphrase does not open this stack's secrets",
  });
});

test("a salt that is no salt is refused", async () => {
  await expect(Crypter.open("password", "v2:x")).rejects.toMatchObject({
    code: "state-unreadable",
  });
});

test("a new salt opens again in another process's place, with the same key", async () => {
  const made = await Crypter.open("a class's passphrase");
  const again = await Crypter.open("a class's passphrase", made.salt);
  expect(again.decrypt(made.encrypt("ключ"))).toBe("ключ");
  expect(made.salt).toMatch(/^v1:[A-Za-z0-9+/=]+:v1:[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$/);
});

test("every sealing differs, and a changed text is not opened", async () => {
  const crypter = await Crypter.open("password", PULUMI_SALT);
  const [one, two] = [crypter.encrypt("same"), crypter.encrypt("same")];
  expect(one).not.toBe(two);
  const [version, nonce, text] = one.split(":");
  const damaged = Buffer.from(text ?? "", "base64");
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  expect(() =>
    crypter.decrypt(`${version ?? ""}:${nonce ?? ""}:${damaged.toString("base64")}`),
  ).toThrow();
});
