import { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { AzureDatabricksManagementClient } from "@azure/arm-databricks";
import { ResourceManagementClient } from "@azure/arm-resources";
import type { AzureSession } from "./session";

/** The vendor's own clients, all signed in the same way to the same Resource Manager. */
export interface AzureClients {
  /** api-version 2025-06-01, the one azure-native deploys with. */
  cognitive: CognitiveServicesManagementClient;
  databricks: AzureDatabricksManagementClient;
  resources: ResourceManagementClient;
}

/** Looking is cheap to repeat by hand, so a cloud that does not answer is given up after seconds, not minutes. */
const RETRIES = { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };

/** Clients of a session. Creating them asks nothing. */
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
