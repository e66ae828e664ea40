import { accountOf } from "../accounts";
import { dependencyTest } from "../dependencies";
import { stackRule } from "../rule";
import { DEPLOYMENT } from "../types";

export const deploymentsChained = stackRule({
  name: "deployments-chained",
  description:
    "The deployments of one account come one after the other: an account takes one operation at a time.",
  cure: "Let each deployment depend on the one before it.",
  severity: "high",
  checkStack(resources) {
    const deployments = resources.filter(({ type }) => type === DEPLOYMENT);
    const leads = dependencyTest(resources);
    return deployments.flatMap((one, index) => {
      const rival = deployments
        .slice(0, index)
        .find(
          (other) =>
            accountOf(one, resources) === accountOf(other, resources) &&
            !leads(one.urn, other.urn) &&
            !leads(other.urn, one.urn),
        );
      return rival
        ? [{ urn: one.urn, message: `it is made at the same time as ${rival.name}` }]
        : [];
    });
  },
});
