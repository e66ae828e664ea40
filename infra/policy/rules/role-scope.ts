import { resourceRule } from "../rule";
import { ROLE_ASSIGNMENT } from "../types";
import { valueAt } from "../value";

/** The scopes above a resource group: a subscription, a management group, or the whole tenant. */
const ABOVE_RESOURCE_GROUP =
  /^\/?(?:$|subscriptions\/[^/]+\/?$|providers\/Microsoft\.Management\/managementGroups\/)/i;

/** Role assignments above a resource group. */
export const roleScope = resourceRule({
  name: "role-scope",
  description: "A role is given on the account or the group, never on a whole subscription.",
  cure: "Set scope to the account's id.",
  severity: "critical",
  appliesTo: [ROLE_ASSIGNMENT],
  *check({ props }) {
    const scope = valueAt(props, "scope");
    if (typeof scope === "string" && ABOVE_RESOURCE_GROUP.test(scope))
      yield "it reaches beyond the lab's resource group";
  },
});
