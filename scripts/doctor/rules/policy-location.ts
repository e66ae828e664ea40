import { ok, problem } from "../finding";
import { allowedLocations } from "../policies";
import type { Rule } from "../rule";

/**
 * Whether a policy on the subscription or above it forbids the lab's region. Only the built-in
 * definitions on locations are read: the effect of custom policies and initiatives cannot be
 * foreseen.
 */
export const policyLocation: Rule = {
  name: "policy-location",
  part: "group",
  async check({ config: { location }, azure }) {
    const assigned = await azure.policies();
    const rules = assigned.flatMap((policy) => {
      const allowed = allowedLocations(policy, azure.groupId);
      return allowed ? [{ policy, allowed }] : [];
    });
    const evidence = `policies on the subscription: ${assigned.length}, of them ${rules.length} on locations`;
    const broken = rules.find(({ allowed }) => !allowed.includes(location));
    if (!broken) return ok(`no Azure policy forbids ${location}`, evidence);
    const both = broken.allowed.filter((place) =>
      rules.every(({ allowed }) => allowed.includes(place)),
    );
    const { displayName, policyDefinitionId = "" } = broken.policy.properties ?? {};
    return problem("refused", {
      code: "RequestDisallowedByPolicy",
      message: `the policy ${displayName ?? policyDefinitionId} forbids ${location}`,
      cure: cureOf(both),
      evidence: `${evidence}: ${broken.policy.id ?? ""} allows ${broken.allowed.join(", ")}`,
    });
  },
};

/** @param locations what all policies allow */
function cureOf(locations: string[]): string {
  if (locations.length > 0) return `set rai-lab:location to ${locations.join(" or ")}`;
  return "ask whoever assigned it for an exemption: its locations and another policy's exclude each other";
}
