import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

/** `Standard_D4ds_v5` has 4, `Standard_E16-4ds_v5` (constrained) has 4. Undefined for sizes named otherwise. */
function coresOf(size: string): number | undefined {
  const [, full, constrained] =
    /^Standard_[A-Z]+(\d+)(?:-(\d+))?[a-z]*(?:_v\d+)?$/.exec(size) ?? [];
  const cores = constrained ?? full;
  return cores === undefined ? undefined : Number(cores);
}

export const clusterSize = resourceRule({
  name: "cluster-size",
  description: "A cluster's machines are no larger than the class's quota was planned for.",
  cure: "Set rai-lab:databricks nodeType to Standard_D4ds_v5.",
  severity: "medium",
  appliesTo: [CLUSTER],
  settings: { maxCores: limitSetting(8, "The most cores of one machine.") },
  check: ({ props }, { maxCores }) =>
    ["nodeTypeId", "driverNodeTypeId"].flatMap((key) => {
      const size = valueAt(props, key);
      const cores = typeof size === "string" ? coresOf(size) : undefined;
      return cores !== undefined && cores > maxCores
        ? [`${key} has ${cores} cores, the limit is ${maxCores}`]
        : [];
    }),
});
