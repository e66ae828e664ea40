import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { DEPLOYMENT } from "../types";
import { valueAt } from "../value";

/** Deployments without a capacity, or with too much. */
export const deploymentCapacity = resourceRule({
  name: "deployment-capacity",
  description: "A deployment takes no more quota than its class was given, and says how much.",
  cure: "Lower rai-lab:model capacity; a lab for one needs 5 to 20.",
  severity: "high",
  appliesTo: [DEPLOYMENT],
  settings: {
    max: limitSetting(100, "The most for one deployment, in thousands of tokens per minute."),
  },
  *check({ props }, { max }) {
    const capacity = valueAt(props, "sku.capacity");
    // An update without it resets the capacity to the minimum.
    if (capacity === undefined) yield "sku.capacity is not set";
    if (typeof capacity === "number" && capacity > max)
      yield `its capacity is ${capacity} thousand tokens per minute, the limit is ${max}`;
  },
});
