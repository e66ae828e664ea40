import { resourceRule } from "../rule";
import { ROLE_ASSIGNMENT } from "../types";
import { valueAt } from "../value";

/** A subscription, a management group or all of them: everything that is above a resource group. */
const ABOVE_RESOURCE_GROUP =
  /^\/?(?:$|subscriptions\/[^/]+\/?$|providers\/Microsoft\.Management\/managementGroups\/)/i;

export const roleScope = resourceRule({
  name: "role-scope",
  description: "A role is given on the account or the group, never on a whole subscription.",
  cure: "Set scope to the account's id.",
  severity: "critical",
  appliesTo: [ROLE_ASSIGNMENT],
  check({ props }) {
    const scope = valueAt(props, "scope");
    return typeof scope === "string" && ABOVE_RESOURCE_GROUP.test(scope)
      ? ["it reaches beyond the lab's resource group"]
      : [];
  },
});
