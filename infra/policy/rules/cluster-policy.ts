import { type StackResource, stackRule } from "../rule";
import { flagSetting } from "../settings";
import { CLUSTER, CLUSTER_POLICY } from "../types";
import { valueAt } from "../value";

/** Clusters without a cluster policy, in a stack that has one or where one is required. */
export const clusterPolicy = stackRule({
  name: "cluster-policy",
  description:
    "Where a class has a cluster policy, its clusters obey it: else a later edit may make them cost anything.",
  cure: "Give the cluster the policyId of the class's policy: set rai-lab:policy in the lab or the class.",
  severity: "high",
  settings: {
    required: flagSetting(
      false,
      "Whether clusters need one also where the stack has none: in seats.",
    ),
  },
  checkStack(resources, { required }) {
    const policies = resources.filter(({ type }) => type === CLUSTER_POLICY).map(({ urn }) => urn);
    if (!required && policies.length === 0) return [];
    // In a preview the CLI omits a policyId that is not known yet, and gives the dependency on the
    // policy.
    const obeys = ({ props, dependencies }: StackResource): boolean =>
      (valueAt(props, "policyId") ?? "") !== "" ||
      policies.some((policy) => dependencies.includes(policy));
    return resources
      .filter((resource) => resource.type === CLUSTER && !obeys(resource))
      .map(({ urn }) => ({ urn, message: "it obeys no cluster policy" }));
  },
});
