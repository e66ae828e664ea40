import type { TokenCredential } from "@azure/identity";

/** How to ask Azure Resource Manager, real or local. */
export interface AzureSession {
  credential: TokenCredential;
  subscriptionId: string;
  /** Base URL of Resource Manager, no trailing slash. */
  endpoint: string;
  /** What tokens are asked for; the endpoint itself when absent. */
  audience?: string;
}
