import { DATABRICKS_AUDIENCE } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import type { Props } from "../../engine/plugin";
import type { ProviderContext } from "../context";
import { asString } from "../values";

const DATABRICKS = `${DATABRICKS_AUDIENCE}/.default`;
const MANAGEMENT = "https://management.azure.com/.default";

/**
 * Makes the headers that authenticate a request. Called for every request, because tokens expire.
 */
export type Authorize = () => Promise<Record<string, string>>;

/** How a client signs in. */
export interface Authorizer {
  kind: string;
  authorize: Authorize;
  /** Forgets tokens that a service refused; undefined where no new one can be had. */
  renew?: () => void;
}

/**
 * `pat` sends a token as it is. `azure-client-secret` and `azure-cli` ask Entra for two: one for
 * Databricks, one for Azure's management, which the first call of an Azure administrator needs.
 * With `azure-cli` the real provider runs `az`; on the local cloud the one signed in there is its
 * service principal.
 * @throws LabError `sign-in` when the configuration names no way to sign in.
 */
export function authorizer(config: Props, { connection, signIn }: ProviderContext): Authorizer {
  const resourceId =
    asString(config.azureWorkspaceResourceId) ??
    asString(connection.env.DATABRICKS_AZURE_RESOURCE_ID);
  const token = asString(config.token) ?? asString(connection.env.DATABRICKS_TOKEN);
  const kind = asString(config.authType) ?? (token === undefined ? "azure-client-secret" : "pat");
  if (kind === "pat") {
    if (token === undefined) throw signInError("pat", "no token is configured");
    return { kind, authorize: () => Promise.resolve({ authorization: `Bearer ${token}` }) };
  }
  if (kind !== "azure-client-secret" && kind !== "azure-cli")
    throw signInError(kind, "the local cloud does not offer it");
  const principal = {
    tenantId: asString(config.azureTenantId) ?? connection.tenantId,
    clientId: asString(config.azureClientId) ?? connection.clientId,
    clientSecret: asString(config.azureClientSecret) ?? connection.clientSecret,
  };
  const authorize: Authorize = async () => {
    const [databricks, management] = await Promise.all([
      signIn.token(connection.authority, principal, DATABRICKS),
      signIn.token(connection.authority, principal, MANAGEMENT),
    ]);
    const headers: Record<string, string> = {
      authorization: `Bearer ${databricks}`,
      "X-Databricks-Azure-SP-Management-Token": management,
    };
    if (resourceId !== undefined) headers["X-Databricks-Azure-Workspace-Resource-Id"] = resourceId;
    return headers;
  };
  return { kind, authorize, renew: () => signIn.forget(connection.authority, principal) };
}

const signInError = (kind: string, why: string): LabError =>
  new LabError("sign-in", `cannot sign in to Databricks with authType ${kind}: ${why}`, {
    where: "databricks:authType",
    cure: "use azure-client-secret or azure-cli, or set token with authType pat",
  });
