import type { StackResource } from "./rule";
import { ACCOUNT } from "./types";
import { valueAt } from "./value";

/**
 * What tells a deployment's account from others: the account it depends on, or (in a seat, whose account is in another
 * stack) the name it gives. A deployment of which neither is known stands alone.
 */
export function accountOf(deployment: StackResource, resources: readonly StackResource[]): string {
  const account = resources.find(
    ({ urn, type }) => type === ACCOUNT && deployment.dependencies.includes(urn),
  );
  if (account) return account.urn;
  const name = valueAt(deployment.props, "accountName");
  return typeof name === "string" ? name.toLowerCase() : deployment.urn;
}
