import { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { AzureDatabricksManagementClient } from "@azure/arm-databricks";
import { ResourceManagementClient } from "@azure/arm-resources";
import type { AzureSession } from "./session";

/** Azure's own SDK clients, with one sign-in and one Resource Manager. */
export interface AzureClients {
  /** api-version 2025-06-01, the one azure-native deploys with. */
  cognitive: CognitiveServicesManagementClient;
  databricks: AzureDatabricksManagementClient;
  resources: ResourceManagementClient;
}

/**
 * Few and short retries: the user can repeat a read by hand, so it fails after seconds, not
 * minutes.
 */
const RETRIES = { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };

/** Creates the clients of a session without a request. */
export function azureClients(session: AzureSession): AzureClients {
  const { credential, subscriptionId, endpoint } = session;
  const scopes = [`${session.audience ?? endpoint}/.default`];
  const options = { endpoint, retryOptions: RETRIES, credentials: { scopes } };
  return {
    cognitive: new CognitiveServicesManagementClient(credential, subscriptionId, {
      endpoint,
      retryOptions: RETRIES,
      credentialScopes: scopes,
    }),
    databricks: new AzureDatabricksManagementClient(credential, subscriptionId, options),
    resources: new ResourceManagementClient(credential, subscriptionId, options),
  };
}
