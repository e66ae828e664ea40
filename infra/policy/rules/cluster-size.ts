import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { type Value, valueAt } from "../value";

const SIZE = /^Standard_[A-Z]+(\d+)(?:-(\d+))?[a-z]*(?:_v\d+)?$/;

/**
 * `Standard_D4ds_v5` has 4 cores, `Standard_E16-4ds_v5` (constrained) has 4. 0 for sizes named
 * otherwise.
 */
function coresOf(size: Value | undefined): number {
  if (typeof size !== "string") return 0;
  const [, full, constrained] = SIZE.exec(size) ?? [];
  return Number(constrained ?? full ?? 0);
}

/** Clusters whose machines have too many cores. */
export const clusterSize = resourceRule({
  name: "cluster-size",
  description: "A cluster's machines are no larger than the class's quota was planned for.",
  cure: "Set rai-lab:databricks nodeType to Standard_D4ds_v5.",
  severity: "medium",
  appliesTo: [CLUSTER],
  settings: { maxCores: limitSetting(8, "The most cores of one machine.") },
  *check({ props }, { maxCores }) {
    for (const key of ["nodeTypeId", "driverNodeTypeId"]) {
      const cores = coresOf(valueAt(props, key));
      if (cores > maxCores) yield `${key} has ${cores} cores, the limit is ${maxCores}`;
    }
  },
});
