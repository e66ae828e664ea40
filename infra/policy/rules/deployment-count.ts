import { accountOf } from "../accounts";
import { stackRule } from "../rule";
import { limitSetting } from "../settings";
import { DEPLOYMENT } from "../types";

export const deploymentCount = stackRule({
  name: "deployment-count",
  description:
    "An account has no more deployments than Azure gives it: the next one fails in the middle of an `up`.",
  cure: "Let seats share a deployment, or divide them among several classes.",
  severity: "medium",
  // As documented. How many accounts a region takes differs by subscription, and can be asked: `lab doctor` does.
  settings: { max: limitSetting(32, "The most for one account.") },
  checkStack(resources, { max }) {
    const counts = new Map<string, number>();
    return resources.flatMap((resource) => {
      if (resource.type !== DEPLOYMENT) return [];
      const account = accountOf(resource, resources);
      const count = (counts.get(account) ?? 0) + 1;
      counts.set(account, count);
      if (count <= max) return [];
      return [
        {
          urn: resource.urn,
          message: `it is the account's deployment number ${count}, the limit is ${max}`,
        },
      ];
    });
  },
});
