import { Provider } from "@pulumi/azure-native/provider";
import type * as pulumi from "@pulumi/pulumi";
import { sameId } from "../azure/arm-id";

/** Where resources are, and where the deployer is signed in. */
export interface SubscriptionArgs {
  subscriptionId: string;
  signedIn: string;
}

/**
 * Options with the azure-native provider of a subscription. The default provider has the deployer's
 * own; another subscription needs a provider that names it, with the same sign-in.
 */
export function inSubscription(
  name: string,
  { subscriptionId, signedIn }: SubscriptionArgs,
  parent: pulumi.Resource,
): { parent: pulumi.Resource; provider?: Provider } {
  if (sameId(subscriptionId, signedIn)) return { parent };
  return { parent, provider: new Provider(`${name}-azure`, { subscriptionId }, { parent }) };
}
