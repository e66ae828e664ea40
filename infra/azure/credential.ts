import type * as Identity from "@azure/identity";
import type { TokenCredential } from "@azure/identity";
import { readFileSync } from "node:fs";
import { type Endpoints, type Environment, REAL_TRANSPORT, type Transport } from "./endpoints";
import { readJsonAnswer } from "./json-answer";
import { createLabError } from "../serialisable-error";

/**
 * Loads the sign-in library when it is needed: it has hundreds of modules, and most programs do not
 * sign in.
 */
const identityLibrary = (): typeof Identity => require("@azure/identity") as typeof Identity;

/** Whether a credential is the one of `az login`. */
export const isAzureCli = (credential: TokenCredential): boolean =>
  credential instanceof identityLibrary().AzureCliCredential;

/**
 * The value of a variable. `why` completes the sentence "NAME is not set, but …".
 * @throws LabError `sign-in`
 */
function required(env: Environment, name: string, why: string): string {
  const value = env[name];
  if (value) return value;
  throw createLabError("sign-in", `${name} is not set, but ${why}.`, {
    where: name,
    cure: `Set ${name}.`,
  });
}

/**
 * The identity token of a pipeline: from a variable, a file, or GitHub's token service, in this
 * order.
 * @throws LabError `sign-in`
 */
export async function federatedToken(env: Environment, transport: Transport): Promise<string> {
  if (env["ARM_OIDC_TOKEN"]) return env["ARM_OIDC_TOKEN"];
  const file = env["ARM_OIDC_TOKEN_FILE_PATH"] ?? env["AZURE_FEDERATED_TOKEN_FILE"];
  if (file) return readFileSync(file, "utf8").trim();
  const why = "ARM_USE_OIDC asks for a federated token";
  const url = env["ARM_OIDC_REQUEST_URL"] ?? required(env, "ACTIONS_ID_TOKEN_REQUEST_URL", why);
  const bearer =
    env["ARM_OIDC_REQUEST_TOKEN"] ?? required(env, "ACTIONS_ID_TOKEN_REQUEST_TOKEN", why);
  const tokenUrl = `${url}${url.includes("?") ? "&" : "?"}audience=${encodeURIComponent("api://AzureADTokenExchange")}`;
  const response = await transport.fetch(tokenUrl, {
    headers: { Authorization: `Bearer ${bearer}` },
  });
  const { value } = await readJsonAnswer<{ value?: string }>(response);
  if (value) return value;
  throw createLabError(
    "sign-in",
    `The pipeline gave no identity token (HTTP ${response.status}).`,
    {
      where: url,
    },
  );
}

/**
 * The credential that azure-native would choose. One method: when it fails, no other is tried.
 * @throws LabError `sign-in`
 */
export function credentialOf(
  env: Environment,
  cloud: Endpoints,
  transport: Transport = REAL_TRANSPORT,
): TokenCredential {
  const identity = identityLibrary();
  const isOn = (name: string): boolean => env[name]?.toLowerCase() === "true" || env[name] === "1";
  const options = { authorityHost: cloud.authority, disableInstanceDiscovery: cloud.custom };
  const tenant = (why: string): string => required(env, "ARM_TENANT_ID", why);
  const client = (why: string): string => required(env, "ARM_CLIENT_ID", why);
  if (isOn("ARM_USE_DEFAULT_AZURE_CREDENTIAL")) return new identity.DefaultAzureCredential(options);
  const certificatePath = env["ARM_CLIENT_CERTIFICATE_PATH"];
  if (certificatePath) {
    const why = "a client certificate is";
    const certificate = {
      certificatePath,
      certificatePassword: env["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    };
    return new identity.ClientCertificateCredential(tenant(why), client(why), certificate, options);
  }
  const secret = env["ARM_CLIENT_SECRET"];
  if (secret) {
    const why = "ARM_CLIENT_SECRET is";
    return new identity.ClientSecretCredential(tenant(why), client(why), secret, options);
  }
  if (isOn("ARM_USE_OIDC")) {
    const why = "ARM_USE_OIDC is";
    return new identity.ClientAssertionCredential(
      tenant(why),
      client(why),
      () => federatedToken(env, transport),
      options,
    );
  }
  if (isOn("ARM_USE_MSI")) {
    const clientId = env["ARM_CLIENT_ID"];
    if (clientId) return new identity.ManagedIdentityCredential(clientId);
    return new identity.ManagedIdentityCredential();
  }
  return new identity.AzureCliCredential();
}
