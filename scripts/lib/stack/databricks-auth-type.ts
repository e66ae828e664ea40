import { decodeConfig } from "../../../infra/config";
import { isJsonObject } from "../../../infra/json-object";

/**
 * Adds `databricks.authType` to a stack's settings where they do not set it: the sign-in that the
 * environment offers azure-native, because the same ARM_* variables mean the same identity for both
 * providers.
 */
export function withAuthType(
  env: NodeJS.ProcessEnv,
  settings: Record<string, string>,
  project: string,
): Record<string, string> {
  const authType = authTypeOf(env);
  const { databricks = {} } = decodeConfig(settings, project);
  if (authType === undefined || !isJsonObject(databricks) || "authType" in databricks)
    return settings;
  const value = JSON.stringify({ ...databricks, authType });
  return { ...settings, [`${project}:databricks`]: value };
}

/**
 * The first that is set, in azure-native's order: client secret, OIDC, managed identity. Undefined
 * leaves the default, the az CLI.
 */
function authTypeOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.ARM_CLIENT_SECRET) return "azure-client-secret";
  if (env.ARM_USE_OIDC === "true") return "github-oidc-azure";
  if (env.ARM_USE_MSI === "true") return "azure-msi";
  return undefined;
}
