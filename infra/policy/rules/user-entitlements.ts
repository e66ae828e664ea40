import { resourceRule } from "../rule";
import { USER } from "../types";
import { valueAt } from "../value";

/** Users who may create clusters or instance pools. */
export const userEntitlements = resourceRule({
  name: "user-entitlements",
  description: "A student uses the cluster that is there, and makes no others.",
  cure: "Leave allowClusterCreate and allowInstancePoolCreate out.",
  severity: "high",
  appliesTo: [USER],
  check: ({ props }) =>
    ["allowClusterCreate", "allowInstancePoolCreate"]
      .filter((right) => valueAt(props, right) === true)
      .map((right) => `${right} is set`),
});
