/**
 * How the Databricks provider is to sign in, told by what the environment offers azure-native: the same ARM_* variables
 * mean the same identity in both. An explicit `databricks.authType` wins. Returns the configuration to run with.
 */
export function withAuthType(
  env: NodeJS.ProcessEnv,
  config: Record<string, string>,
): Record<string, string> {
  const authType = authTypeOf(env);
  const databricks = JSON.parse(config["rai-lab:databricks"] ?? "{}") as Record<string, unknown>;
  if (authType === undefined || "authType" in databricks) return config;
  return { ...config, "rai-lab:databricks": JSON.stringify({ ...databricks, authType }) };
}

/** In azure-native's own order (facts: azure.md 6): client secret, OIDC, managed identity; undefined leaves the default, the az CLI. */
function authTypeOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.ARM_CLIENT_SECRET) return "azure-client-secret";
  if (env.ARM_USE_OIDC === "true") return "github-oidc-azure";
  if (env.ARM_USE_MSI === "true") return "azure-msi";
  return undefined;
}
