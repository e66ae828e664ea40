import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

/** Clusters that never stop when idle, or too late. */
export const clusterAutotermination = resourceRule({
  name: "cluster-autotermination",
  description: "A cluster stops by itself when nobody works with it.",
  cure: "Set rai-lab:databricks autoterminationMinutes to 20.",
  severity: "high",
  appliesTo: [CLUSTER],
  settings: { maxMinutes: limitSetting(120, "The longest idle time, in minutes.") },
  *check({ props }, { maxMinutes }) {
    const minutes = valueAt(props, "autoterminationMinutes");
    if (minutes === undefined) yield "autoterminationMinutes is not set";
    if (minutes === 0) yield "it never stops by itself";
    if (typeof minutes === "number" && minutes > maxMinutes)
      yield `it stops after ${minutes} idle minutes, the limit is ${maxMinutes}`;
  },
});
