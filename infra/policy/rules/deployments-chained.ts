import { accountOf } from "../accounts";
import { dependencyTest } from "../dependencies";
import { stackRule } from "../rule";
import { DEPLOYMENT } from "../types";

/** Deployments of one account that neither waits for the other. */
export const deploymentsChained = stackRule({
  name: "deployments-chained",
  description:
    "The deployments of one account come one after the other: an account takes one operation at a time.",
  cure: "Let each deployment depend on the one before it.",
  severity: "high",
  *checkStack(resources) {
    const deployments = resources.filter(({ type }) => type === DEPLOYMENT);
    const dependsOn = dependencyTest(resources);
    for (const [index, deployment] of deployments.entries()) {
      const { urn } = deployment;
      const account = accountOf(deployment, resources);
      const unordered = deployments
        .slice(0, index)
        .find(
          (other) =>
            account === accountOf(other, resources) &&
            !dependsOn(urn, other.urn) &&
            !dependsOn(other.urn, urn),
        );
      if (unordered) yield { urn, message: `it is made at the same time as ${unordered.name}` };
    }
  },
});
