import { stackRule } from "../rule";
import { flagSetting } from "../settings";
import { BUDGET, RESOURCE_GROUP } from "../types";

/** Resource groups of a stack without a budget, where one is required. */
export const budget = stackRule({
  name: "budget",
  description: "Where a class demands it, somebody is told before the money is gone.",
  cure: "Set rai-lab:budget.",
  severity: "medium",
  settings: { required: flagSetting(false, "Whether each resource group needs a budget.") },
  checkStack(resources, { required }) {
    if (!required || resources.some(({ type }) => type === BUDGET)) return [];
    return resources
      .filter(({ type }) => type === RESOURCE_GROUP)
      .map(({ urn }) => ({ urn, message: "no budget watches it" }));
  },
});
