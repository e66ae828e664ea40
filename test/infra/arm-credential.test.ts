import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  ManagedIdentityCredential,
} from "@azure/identity";
import { expect, test } from "vitest";
import type { Environment } from "../../infra/arm-cloud";
import { credentialOf } from "../../infra/arm-credential";

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
  ["a certificate before a secret", { ...secret, ARM_CLIENT_CERTIFICATE_PATH: "x.pfx" }, ClientCertificateCredential],
  ["a secret before OIDC", { ...secret, ARM_USE_OIDC: "true" }, ClientSecretCredential],
  ["OIDC before a managed identity", { ...id, ARM_USE_OIDC: "true", ARM_USE_MSI: "true" }, ClientAssertionCredential],
  ["what is switched off is off", { ...id, ARM_USE_OIDC: "false", ARM_USE_MSI: "" }, AzureCliCredential],
])("%s", (_, env, kind) => {
  expect(credentialOf(env, cloud)).toBeInstanceOf(kind);
});

test.each([
  [{ ARM_CLIENT_SECRET: "s" }, "ARM_TENANT_ID is not set, but ARM_CLIENT_SECRET is."],
  [{ ARM_CLIENT_SECRET: "s", ARM_TENANT_ID: "t" }, "ARM_CLIENT_ID is not set, but ARM_CLIENT_SECRET is."],
  [{ ARM_USE_OIDC: "true" }, "ARM_TENANT_ID is not set, but ARM_USE_OIDC is."],
  [{ ARM_CLIENT_CERTIFICATE_PATH: "x" }, "ARM_TENANT_ID is not set, but a client certificate is."],
])("%j is incomplete", (env, message) => {
  expect(() => credentialOf(env, cloud)).toThrow(expect.objectContaining({ code: "sign-in", message }));
});
