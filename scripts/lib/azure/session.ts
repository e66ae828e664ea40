import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TokenCredential } from "@azure/identity";
import { endpointsOf } from "../../../infra/azure/endpoints";
import { credentialOf, isAzureCli } from "../../../infra/azure/credential";
import { LabError, messageOf } from "../../../infra/errors";
import { firstLine } from "./errors";

/** A signed-in user of Azure Resource Manager, real or local. */
export interface AzureSession {
  credential: TokenCredential;
  subscriptionId: string;
  /** Base URL of Resource Manager, no trailing slash. */
  endpoint: string;
  /** Audience of the tokens; the endpoint when absent. */
  audience?: string;
  /** Makes `credential` forget its tokens, because a service refused one of them. */
  renew?: () => void;
}

const CURE =
  "run `az login`, or set ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID and ARM_SUBSCRIPTION_ID as for `pulumi up`";

/**
 * Signs in with the same variables as the azure-native provider (infra/azure/endpoints.ts,
 * infra/azure/credential.ts) and requests one token at once, so that a missing sign-in is reported
 * here.
 * @throws LabError `sign-in`
 */
export async function azureSession(env: NodeJS.ProcessEnv): Promise<AzureSession> {
  const { resourceManager: endpoint, audience, ...cloud } = await endpointsOf(env);
  const signIn = (): TokenCredential =>
    credentialOf(env, { resourceManager: endpoint, audience, ...cloud });
  let current = signIn();
  const credential: TokenCredential = {
    getToken: (scopes, options) => current.getToken(scopes, options),
  };
  try {
    const token = await credential.getToken(`${audience}/.default`);
    if (!token) throw new Error("no token was given");
  } catch (cause) {
    throw new LabError(
      "sign-in",
      `Azure did not accept the sign-in: ${firstLine(messageOf(cause))}`,
      {
        cure: CURE,
        cause,
      },
    );
  }
  const subscriptionId = await subscriptionOf(env, current);
  const renew = (): void => void (current = signIn());
  return { credential, subscriptionId, endpoint, audience, renew };
}

/** Object id of the signed-in principal, as its token says; undefined for a token without one. */
export async function objectIdOf({
  credential,
  endpoint,
  audience = endpoint,
}: AzureSession): Promise<string | undefined> {
  const token = await credential.getToken(`${audience}/.default`);
  const [, payload = ""] = token?.token.split(".") ?? [];
  try {
    const { oid } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { oid?: string };
    return oid;
  } catch {
    return undefined;
  }
}

/**
 * ARM_SUBSCRIPTION_ID, else the one that the az CLI has selected. Other ways to sign in have no
 * default, as for azure-native.
 */
async function subscriptionOf(
  env: NodeJS.ProcessEnv,
  credential: TokenCredential,
): Promise<string> {
  if (env.ARM_SUBSCRIPTION_ID) return env.ARM_SUBSCRIPTION_ID;
  const missing = (cause?: unknown): LabError =>
    new LabError("sign-in", "no subscription is chosen", {
      where: "ARM_SUBSCRIPTION_ID",
      cure: "set ARM_SUBSCRIPTION_ID, or run `az account set --subscription NAME`",
      cause,
    });
  if (!isAzureCli(credential)) throw missing();
  try {
    const arguments_ = ["account", "show", "--query", "id", "--output", "tsv"];
    // On Windows az is a .cmd file, which only a shell can start.
    const { stdout } = await promisify(execFile)("az", arguments_, {
      env,
      shell: process.platform === "win32",
    });
    if (stdout.trim() !== "") return stdout.trim();
  } catch (cause) {
    throw missing(cause);
  }
  throw missing();
}
