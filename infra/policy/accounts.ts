import type { StackResource } from "./rule";
import { ACCOUNT } from "./types";
import { valueAt } from "./value";

/**
 * Identifies the account of a deployment: the URN of the account it depends on, or the account's
 * name (a seat's account is in another stack). The dependency comes first: after an `up` Pulumi
 * passes outputs to the pack, which lack azure-native's `accountName`. A deployment of which neither
 * is known counts as an account of its own.
 */
export function accountOf(deployment: StackResource, resources: readonly StackResource[]): string {
  const account = resources.find(
    ({ urn, type }) => type === ACCOUNT && deployment.dependencies.includes(urn),
  );
  if (account) return account.urn;
  const name = valueAt(deployment.props, "accountName");
  return typeof name === "string" ? name.toLowerCase() : deployment.urn;
}
