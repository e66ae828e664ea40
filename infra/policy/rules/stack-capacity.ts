import { stackRule } from "../rule";
import { limitSetting } from "../settings";
import { DEPLOYMENT } from "../types";
import { valueAt } from "../value";

/** Stacks whose deployments together take too much quota. */
export const stackCapacity = stackRule({
  name: "stack-capacity",
  description: "All deployments of a stack together stay within the quota of their class.",
  cure: "Lower rai-lab:model capacity, or deploy fewer seats.",
  severity: "high",
  settings: {
    max: limitSetting(1000, "The most for one stack, in thousands of tokens per minute."),
  },
  checkStack(resources, { max }) {
    const deployments = resources.filter(({ type }) => type === DEPLOYMENT);
    const total = deployments
      .map(({ props }) => valueAt(props, "sku.capacity"))
      .filter((capacity) => typeof capacity === "number")
      .reduce((sum, capacity) => sum + capacity, 0);
    if (total <= max) return [];
    const message = `${deployments.length} deployments take ${total} thousand tokens per minute, the limit is ${max}`;
    return deployments.slice(-1).map(({ urn }) => ({ urn, message }));
  },
});
