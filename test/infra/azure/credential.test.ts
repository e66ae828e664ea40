import type * as Identity from "@azure/identity";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Environment } from "../../../infra/azure/endpoints";
import { credentialOf, federatedToken } from "../../../infra/azure/credential";
import { fakeTransport } from "../../support/azure/fake-transport";

/** The build of the library that the code loads. */
const {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  ManagedIdentityCredential,
} = createRequire(__filename)("@azure/identity") as typeof Identity;

const cloud = {
  resourceManager: "https://arm.test",
  audience: "https://arm.test",
  authority: "https://login.test",
  custom: true,
};
const id = {
  ARM_TENANT_ID: "00000000-0000-4000-8000-000000000002",
  ARM_CLIENT_ID: "00000000-0000-4000-8000-000000000003",
};
const secret = { ...id, ARM_CLIENT_SECRET: "s" };

test.each<[string, Environment, abstract new (...args: never[]) => object]>([
  ["nothing: az login", {}, AzureCliCredential],
  ["a secret", secret, ClientSecretCredential],
  ["OIDC", { ...id, ARM_USE_OIDC: "true" }, ClientAssertionCredential],
  ["a managed identity", { ARM_USE_MSI: "1" }, ManagedIdentityCredential],
  ["a managed identity by client id", { ...id, ARM_USE_MSI: "true" }, ManagedIdentityCredential],
  [
    "the default chain before all else",
    { ...secret, ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true" },
    DefaultAzureCredential,
  ],
  [
    "a certificate before a secret",
    { ...secret, ARM_CLIENT_CERTIFICATE_PATH: "x.pfx" },
    ClientCertificateCredential,
  ],
  ["a secret before OIDC", { ...secret, ARM_USE_OIDC: "true" }, ClientSecretCredential],
  [
    "OIDC before a managed identity",
    { ...id, ARM_USE_OIDC: "true", ARM_USE_MSI: "true" },
    ClientAssertionCredential,
  ],
  [
    "what is switched off is off",
    { ...id, ARM_USE_OIDC: "false", ARM_USE_MSI: "" },
    AzureCliCredential,
  ],
])("%s", (_, env, kind) => {
  expect(credentialOf(env, cloud)).toBeInstanceOf(kind);
});

test.each([
  [{ ARM_CLIENT_SECRET: "s" }, "ARM_TENANT_ID is not set, but ARM_CLIENT_SECRET is."],
  [
    { ARM_CLIENT_SECRET: "s", ARM_TENANT_ID: "t" },
    "ARM_CLIENT_ID is not set, but ARM_CLIENT_SECRET is.",
  ],
  [{ ARM_USE_OIDC: "true" }, "ARM_TENANT_ID is not set, but ARM_USE_OIDC is."],
  [{ ARM_CLIENT_CERTIFICATE_PATH: "x" }, "ARM_TENANT_ID is not set, but a client certificate is."],
])("%j is incomplete", (env, message) => {
  expect(() => credentialOf(env, cloud)).toThrow(
    expect.objectContaining({ code: "sign-in", message }),
  );
});

describe("a pipeline's token", () => {
  const unused = fakeTransport(new Error("no request was expected"));
  const asked = {
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://ci.test/token?v=2",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer",
  };

  test("is taken as it is given", async () => {
    expect(await federatedToken({ ...asked, ARM_OIDC_TOKEN: "jwt" }, unused)).toBe("jwt");
  });

  test("is read from a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rai-lab-oidc-"));
    writeFileSync(join(folder, "token"), "jwt\n");
    expect(
      await federatedToken({ ...asked, ARM_OIDC_TOKEN_FILE_PATH: join(folder, "token") }, unused),
    ).toBe("jwt");
    rmSync(folder, { recursive: true });
  });

  test("is asked for, for Entra's audience", async () => {
    const transport = fakeTransport({ status: 200, body: { value: "jwt" } });
    expect(await federatedToken(asked, transport)).toBe("jwt");
    expect(transport.requests).toEqual([
      {
        method: "GET",
        url: "https://ci.test/token?v=2&audience=api%3A%2F%2FAzureADTokenExchange",
        headers: { authorization: "Bearer bearer" },
      },
    ]);
  });

  test("that nobody offers is an error", async () => {
    await expect(federatedToken({}, unused)).rejects.toMatchObject({
      code: "sign-in",
      message:
        "ACTIONS_ID_TOKEN_REQUEST_URL is not set, but ARM_USE_OIDC asks for a federated token.",
    });
    await expect(
      federatedToken(asked, fakeTransport({ status: 403, body: {} })),
    ).rejects.toMatchObject({
      code: "sign-in",
      message: "The pipeline gave no identity token (HTTP 403).",
    });
  });
});
