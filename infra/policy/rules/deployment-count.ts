import { accountOf } from "../accounts";
import { stackRule } from "../rule";
import { limitSetting } from "../settings";
import { DEPLOYMENT } from "../types";

/** Deployments beyond the number that one account takes. */
export const deploymentCount = stackRule({
  name: "deployment-count",
  description:
    "An account has no more deployments than Azure gives it: the next one fails in the middle of an `up`.",
  cure: "Let seats share a deployment, or divide them among several classes.",
  severity: "medium",
  // Azure's documented limit. The number of accounts per region differs by subscription: `lab
  // doctor` reads it.
  settings: { max: limitSetting(32, "The most for one account.") },
  *checkStack(resources, { max }) {
    const counts = new Map<string, number>();
    for (const resource of resources.filter(({ type }) => type === DEPLOYMENT)) {
      const account = accountOf(resource, resources);
      const count = (counts.get(account) ?? 0) + 1;
      counts.set(account, count);
      const message = `it is the account's deployment number ${count}, the limit is ${max}`;
      if (count > max) yield { urn: resource.urn, message };
    }
  },
});
